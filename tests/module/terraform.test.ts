import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { test as base, expect } from "vitest";
import { findTerraform } from "../../harness/artifacts/index.ts";
import { findProviders } from "../../harness/artifacts/providers/index.ts";
import { packageFolder } from "../../harness/package/index.ts";

type Terraform = (...args: readonly string[]) => Promise<{ exitCode: number | undefined; output: string }>;

/** Terraform in a copy of the module, initialised with the provider that the harness uses. */
const test = base.extend<{ $worker: { terraform: Terraform } }>({
  terraform: [
    async ({}, use) => {
      const options = { offline: false, progress: () => {} };
      const [tool, mirror] = await Promise.all([
        findTerraform("terraform", options),
        findProviders(undefined, options),
      ]);
      const folder = await mkdtemp(join(tmpdir(), "module-test-"));
      await cp(join(packageFolder, "module"), join(folder, "module"), {
        recursive: true,
        filter: (path) => !path.includes(".terraform"),
      });
      const cliConfig = join(folder, "terraform.tfrc");
      await writeFile(cliConfig, mirror.cliConfig);
      const terraform: Terraform = async (...args) => {
        const { exitCode, all: output } = await execa(tool.path, args, {
          cwd: join(folder, "module"),
          env: { TF_CLI_CONFIG_FILE: cliConfig, CHECKPOINT_DISABLE: "1" },
          all: true,
          reject: false,
        });
        return { exitCode, output };
      };
      expect(await terraform("init", "-no-color", "-input=false")).toMatchObject({ exitCode: 0 });
      await use(terraform);
      await rm(folder, { recursive: true });
    },
    { scope: "worker" },
  ],
});

test("the module is formatted", async ({ terraform }) => {
  expect(await terraform("fmt", "-check", "-recursive", "-diff")).toEqual({ exitCode: 0, output: "" });
});

test("the module is valid", async ({ terraform }) => {
  const { exitCode, output } = await terraform("validate", "-no-color");
  expect(exitCode, output).toBe(0);
});

test("the module's own tests pass", async ({ terraform }) => {
  const { exitCode, output } = await terraform("test", "-no-color");
  expect(exitCode, output).toBe(0);
  expect(output).toMatch(/^Success! \d+ passed, 0 failed\.$/m);
});
