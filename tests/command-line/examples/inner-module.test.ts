import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../../harness/package/index.ts";
import { oneScenario, sandbox } from "../sandbox.ts";

test("an example finds a module that calls another module, and asks no registry for either", async () => {
  await using here = await sandbox();
  const subject = join(here.folder, "subject");
  await cp(join(packageFolder, "module"), subject, { recursive: true });
  await mkdir(join(subject, "inner"));
  await writeFile(join(subject, "inner/main.tf"), 'output "role" {\n  value = "inner"\n}\n');
  await writeFile(join(subject, "inner.tf"), 'module "inner" {\n  source = "./inner"\n}\n');

  const ended = await here.conform([...oneScenario, "--offline", "--module", subject]);

  expect(ended.status, ended.stderr).toBe(0);
});
