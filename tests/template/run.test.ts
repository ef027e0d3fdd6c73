import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseReport } from "../../harness/report/index.ts";
import { agent, call, head, realistic, templateIn } from "./templates.ts";

const chosen = ["--parameter", 'Region of the "cloud"=eu', "disk=20", "--variable", "namespace=dev"];

test("a template as people have them: the module takes the place of its call, and the template is as it was", async () => {
  await using template = await templateIn(realistic);
  const { place, args } = template;

  const ended = await place.conform([...args, ...chosen, "--only", "PATH-01"]);

  expect(ended, ended.stderr).toMatchObject({ status: 0 });
  const report = parseReport(
    await readFile(join(place.folder, "conformance-report/report.json"), "utf8"),
    "the report",
  );
  expect(report.subject.source).toBe("module");
  expect(report.notes?.join("\n")).toMatch(
    /template template \("Region of the .*cloud.*"=eu, disk=20\).*module\.login/,
  );
  expect((await readdir(join(place.folder, "template"))).sort()).toEqual(
    [".terraform.lock.hcl", "main.tf", "tools", "vault.tf"].sort(),
  );
  expect(await place.leftBehind()).toEqual([]);
});

test("a verdict about the module stays one, whatever the template's own scripts do", async () => {
  await using template = await templateIn({ "main.tf": head + agent + call, "module/main.tf": silentModule });
  const { place, args } = template;

  const ended = await place.conform([...args, "--module", "template/module"]);

  expect(ended, ended.stderr).toMatchObject({ status: 1, stdout: expect.stringMatching(/✗ LOGIN-01 fail/) });
});

test("what a template alone leaves no say about is unsupported, with the reason", async () => {
  const uncounted = call.replace(/^ {2}count .*$/m, "");
  await using template = await templateIn({ "main.tf": head + agent + uncounted });
  const { place, args } = template;

  const ended = await place.conform([...args, "--only", "LOGIN-10", "LOGIN-13"]);

  expect(ended.stdout).toMatch(/LOGIN-10.*\n?.*no count/s);
  expect(ended.stdout).toMatch(/LOGIN-13.*\n?.*gives agent_id, which cannot be taken away/s);
});

/** Declares what the module declares, and does nothing of it. */
const silentModule = `
terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
  }
}
${["agent_id", "vault_addr", "vault_jwt_role", "vault_jwt_token"].map((name) => `variable "${name}" {\n  default = null\n}`).join("\n")}

resource "coder_script" "silent" {
  agent_id     = var.agent_id
  display_name = "Vault"
  run_on_start = true
  script       = "true"
}
`;
