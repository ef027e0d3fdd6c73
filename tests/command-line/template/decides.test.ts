import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Report } from "../../../harness/model/report/index.ts";
import { parseReport } from "../../../harness/report/index.ts";
import { agent, call, head, type TemplatePlace, templateIn, toolsModule } from "./templates.ts";

async function reportIn({ place }: TemplatePlace): Promise<Report> {
  const path = join(place.folder, "conformance-report-filtered/report.json");
  return parseReport(await readFile(path, "utf8"), path);
}

const external =
  agent.replace(/resource "terraform_data"[\s\S]*/, "") +
  'resource "coder_external_agent" "machine" {\n  agent_id = coder_agent.main.id\n}\n';

const choice = `
data "coder_parameter" "secrets" {
  name    = "secrets"
  type    = "bool"
  default = true
}
locals {
  calls = data.coder_parameter.secrets.value ? 1 : 0
}
`;

/** The agent's computer is of a provider that is nowhere, and an editor comes from a registry that nobody asks. */
const onCloud = `
${head.replace("coder = {", 'cloud = {\n      source = "example/cloud"\n    }\n    coder = {')}
provider "cloud" {
  region = "eu"
}
resource "coder_agent" "main" {
  arch = data.coder_provisioner.me.arch
  os   = "linux"
}
resource "cloud_machine" "computer" {
  user_data = coder_agent.main.init_script
}
module "code-server" {
  source   = "registry.coder.com/coder/code-server/coder"
  version  = "1.0.0"
  agent_id = coder_agent.main.id
}
resource "coder_app" "preview" {
  agent_id = coder_agent.main.id
  slug     = "preview"
  url      = "http://localhost:\${module.code-server.port}"
}
${call}`;

const editor = `
terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
  }
}
variable "agent_id" {}
resource "coder_env" "editor" {
  agent_id = var.agent_id
  name     = "EDITOR"
  value    = "code"
}
output "port" {
  value = 13337
}
`;

/** No login shell gets past its profile. */
const tools = toolsModule("echo 'exit 3' | tee ~/.profile > ~/.bash_profile");

const withEnvironment = (entries: string) =>
  agent.replace('os   = "linux"', `os   = "linux"\n  env = {\n${entries}\n  }`);

describe.concurrent("what a template decides is no verdict about the module", () => {
  test("an external agent is one, and a count that a parameter decides leaves no say about a stop", async () => {
    const counted = call.replace("data.coder_workspace.me.start_count", "local.calls");
    await using template = await templateIn({ "main.tf": head + external + counted, "choice.tf": choice });

    const ended = await template.place.conform([...template.args, "--only", "LOGIN-10"]);

    expect(ended, ended.stderr).toMatchObject({ status: 0 });
    const { requirements } = await reportIn(template);
    expect(requirements.map(({ id, outcome, results }) => [id, outcome, results[0]?.reason])).toEqual([
      ["LOGIN-01", "pass", undefined],
      [
        "LOGIN-10",
        "unsupported",
        expect.stringMatching(
          /its count \(main\.tf:\d+\), which local\.calls \(choice\.tf:8\) and data\.coder_parameter\.secrets \(choice\.tf:2\) decide, is not 0 then$/,
        ),
      ],
    ]);
  });

  test("neither the provider of what is not made nor the module that the subject can do without need be available", async () => {
    await using template = await templateIn({ "main.tf": onCloud });

    const ended = await template.place.conform([...template.args, "--offline"]);

    expect(ended, ended.stderr).toMatchObject({ status: 0 });
    const { notes = [] } = await reportIn(template);
    expect(notes.join("\n")).toMatch(
      /not called.*module\.code-server \(registry\.coder\.com\/coder\/code-server\/coder\)/,
    );
    expect(notes.at(-1)).toMatch(/not created, .*: cloud_machine\.computer, coder_app\.preview\.$/);
  });

  test("a module of --modules is called, under the name that its source has", async () => {
    await using template = await templateIn({ "main.tf": onCloud, "../modules/code-server/main.tf": editor });

    const ended = await template.place.conform([...template.args, "--offline", "--modules", "modules"]);

    expect(ended, ended.stderr).toMatchObject({ status: 0 });
    const { notes = [], template: reported } = await reportIn(template);
    expect(reported?.modules).toBe("modules");
    expect(notes.at(-1)).toMatch(/not created, .*: cloud_machine\.computer\.$/);
  });

  test("a failure names the template's variable without which the scenario passes", async () => {
    const proxied = withEnvironment(
      '    LANG = "C"\n    HTTPS_PROXY = "http://proxy.corp.example:3128"\n    EDITOR = "vi"',
    );
    await using template = await templateIn({ "main.tf": head + proxied + call });

    const ended = await template.place.conform(template.args);

    expect(ended, ended.stderr).toMatchObject({ status: 1 });
    const { failures } = await reportIn(template);
    expect(failures.map(({ diagnosis }) => diagnosis.split("\n").at(-1))).toEqual([
      "Without `coder_agent.main.env.HTTPS_PROXY` (main.tf:18) this scenario passes.",
    ]);
  });

  test("and its script, also one of a module beside", async () => {
    const beside = 'module "tools" {\n  source   = "./tools"\n  agent_id = coder_agent.main.id\n}\n';
    await using template = await templateIn({ "main.tf": head + agent + call + beside, "tools/main.tf": tools });

    const ended = await template.place.conform(template.args);

    expect(ended, ended.stderr).toMatchObject({ status: 1 });
    const { failures } = await reportIn(template);
    expect(failures.map(({ diagnosis }) => diagnosis.split("\n").at(-1))).toEqual([
      "Without `module.tools.coder_script.tools` (tools/main.tf:10) this scenario passes.",
    ]);
  });

  test("a variable that takes the place of the module's own leaves it no say", async () => {
    const elsewhere = withEnvironment('    VAULT_ADDR = "https://vault.corp.example"');
    await using template = await templateIn({ "main.tf": head + elsewhere + call });

    const ended = await template.place.conform([...template.args, "--only", "PATH-01"]);

    const { requirements, summary } = await reportIn(template);
    expect(summary, ended.stderr).toMatchObject({ failed: 0, blocked: 0, unsupported: 2 });
    expect([...new Set(requirements.map(({ results }) => results[0]?.reason))]).toEqual([
      "the template's `coder_agent.main.env.VAULT_ADDR` (main.tf:17) overrides what the module sets, and without it this scenario passes",
    ]);
  });
});
