import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSubject } from "../../harness/run/subject.ts";

const fetch = () => Promise.reject(new Error("It is a folder."));

/** The module in a folder, read for a run into a folder beside it. */
async function read(source: string | undefined): ReturnType<typeof readSubject> {
  await using place = await mkdtempDisposable(join(tmpdir(), "subject-copy-"));
  return await readSubject(source, { fetch, copy: join(place.path, "copy") });
}

test("inputs are found under every name that Terraform allows", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "subject-"));
  await writeFile(join(folder.path, "a b'\"$(id).tf"), 'variable "größe" {}\n  variable 変数-1 {\n}\nvariable _a{}\n');
  await writeFile(join(folder.path, "more.tf.json"), JSON.stringify({ variable: { "ü-2": {} } }));

  expect((await read(folder.path)).variables).toEqual(["_a", "größe", "ü-2", "変数-1"]);
});

test("what stands in comments and texts declares no input", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "subject-"));
  const text =
    '/* variable "a" { */\n# variable "b" {}\nlocals {\n  x = <<EOT\nvariable "c" {}\nEOT\n}\nvariable "d" {}\n';
  await writeFile(join(folder.path, "main.tf"), text);

  expect((await read(folder.path)).variables).toEqual(["d"]);
});

test("a file's name that no digest can have is said as such", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "subject-"));
  await writeFile(join(folder.path, "main.tf"), "");
  await writeFile(join(folder.path, "a\n$(id)"), "");

  await expect(read(folder.path)).rejects.toMatchObject({
    code: "subject.odd-name",
    message: expect.stringContaining('"a\\n$(id)"'),
  });
});

test("without a source it is the module that comes with the harness", async () => {
  const [own, named] = [await read(undefined), await read("module")];

  expect(own).toMatchObject({ source: "module", digest: named.digest });
});
