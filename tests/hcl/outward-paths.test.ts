import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { outwardPaths } from "../../harness/hcl/index.ts";

async function pathsIn(text: string, name = "main.tf"): Promise<readonly string[]> {
  await using folder = await mkdtempDisposable(join(tmpdir(), "hcl-"));
  await writeFile(join(folder.path, name), text);
  return await outwardPaths(join(folder.path, name));
}

test.for([
  ['a = file("${path.module}/../common/run.sh")', "../common/run.sh"],
  ['a = "${path.module}/../com${var.p}.sh"', ".."],
  ['a = "${path.module}/../${var.p}/x"', ".."],
  ['a = fileset("${path.module}/..", "*.sh")', ".."],
  ['a = join("/", [path.module, "..", "common", var.p])', "../common"],
  ['a = join("/", [dirname(path.module), "common"])', "../common", ".."],
  ['a = abspath("${path.module}/../../other")', "../../other"],
  ['a = "${local.here}/../common/x"', "../common/x"],
  ['a = { b = [templatefile("run.sh", { c = file("${path.module}/../x") })] }', "../x"],
  ['a = var.x ? file("../common/x") : ""', "../common/x"],
  ['a = <<-EOT\n  . "${path.module}/../common/x.sh" && cd ../y\nEOT', "../common/x.sh"],
  ['module "a" { source = "../common" }', "../common"],
  ['module "a" { source = ".." }', ".."],
])("%j builds a path out of the folder", async ([text = "", ...paths]) => {
  expect(await pathsIn(text)).toEqual(paths);
});

test.for([
  'a = "${path.module}/files/../run.sh"',
  'a = dirname("${path.module}/files/run.sh")',
  'a = !strcontains(var.path, "..") && !startswith(var.path, "../")',
  'a = <<-EOT\n  cd ../x; . "$${HOME}/../y"; cd ..\nEOT',
  'a = "https://example.com/../x"',
  'a = "${path.root}/../x"',
  '# file("${path.module}/../x")',
  'module "a" { source = "./sub" }',
  'module "a" { source = "git::https://example.com/x.git//a/../b" }',
])("%j stays in it", async (text) => {
  expect(await pathsIn(text)).toEqual([]);
});

test("the strings of Terraform's JSON syntax are read as templates", async () => {
  const locals = { a: '${file("${path.module}/../a")}', b: ["${path.module}/../b"], c: "./c" };

  expect(await pathsIn(JSON.stringify({ locals, module: { m: { source: "../m" } } }), "main.tf.json")).toEqual([
    "../a",
    "../b",
    "../m",
  ]);
});
