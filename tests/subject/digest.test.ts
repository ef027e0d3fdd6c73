import { mkdir, mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { subjectDigest } from "../../harness/subject/index.ts";

const temporary = (): ReturnType<typeof mkdtempDisposable> => mkdtempDisposable(join(tmpdir(), "report-digest-"));

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

const tree = {
  "main.tf": 'variable "vault_addr" {}\n',
  "run.sh": "#!/bin/sh\n",
  "templates/a.tftpl": "x",
  "templates-b": "c",
  "Z.md": "",
  "ü/😀.txt": "ö",
  "ü/\uff5e.txt": "b",
};
/** What dirhash.HashDir(folder, "", dirhash.Hash1) of golang.org/x/mod v0.17.0 says of that tree. */
const hash = "h1:EB2DFvqzuL7b4cGtAYJMblStjeOzfYOdpQGvgYsbav8=";

describe("the digest of a module", () => {
  test("is the one that Go's module system has", async () => {
    await using folder = await temporary();
    await write(folder.path, tree);

    expect(await subjectDigest(folder.path)).toBe(hash);
  });

  test("leaves out what Terraform and git put there", async () => {
    await using folder = await temporary();
    const others = [".terraform/providers/p", ".git/HEAD", "terraform.tfstate", "ü/terraform.tfstate.backup"];
    await write(folder.path, { ...tree, ...Object.fromEntries(others.map((name) => [name, "other"])) });

    expect(await subjectDigest(folder.path)).toBe(hash);
  });

  test.each([
    ["a content", { "run.sh": "#!/bin/sh\n\n" }],
    ["a file more", { ".terraform.lock.hcl": "" }],
  ])("changes with %s", async (_, change) => {
    await using folder = await temporary();
    await write(folder.path, { ...tree, ...change });

    expect(await subjectDigest(folder.path)).not.toBe(hash);
  });

  test("follows a link to a file, and refuses one that leads nowhere", async () => {
    await using folder = await temporary();
    await write(folder.path, { "main.tf": "", "..run": "" });
    await symlink("main.tf", join(folder.path, "link.tf"));
    const linked = await subjectDigest(folder.path);
    await symlink("nowhere", join(folder.path, "broken.tf"));

    expect(linked).toMatch(/^h1:/);
    await expect(subjectDigest(folder.path)).rejects.toMatchObject({ code: "subject.unreadable", status: 2 });
  });

  test("does not wait for a FIFO", async () => {
    await using folder = await temporary();
    await execa("mkfifo", [join(folder.path, "pipe")]);

    await expect(subjectDigest(folder.path)).rejects.toMatchObject({ code: "subject.unreadable" });
  });

  test.each([
    ["subject.unreadable", "missing", {}],
    ["subject.odd-name", ".", { "a\nb": "" }],
  ])("%s is the caller's mistake", async (code, name, files) => {
    await using folder = await temporary();
    await write(folder.path, files);

    await expect(subjectDigest(join(folder.path, name))).rejects.toMatchObject({ code, status: 2 });
  });
});
