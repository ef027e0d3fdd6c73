import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Report } from "../../../harness/model/report/index.ts";
import { parseReport } from "../../../harness/report/index.ts";
import { mirrorWithStandIn } from "../examples/mirror.ts";
import { paste, rerunLine } from "../paste.ts";
import { agent, call, head, realistic, silentModule, type TemplatePlace, templateIn } from "./templates.ts";

const chosen = ["--parameter", 'Region of the "cloud"=eu', "disk=20", "--variable", "namespace=dev"];

async function reportIn({ place }: TemplatePlace): Promise<Report> {
  const path = join(place.folder, "conformance-report-filtered/report.json");
  return parseReport(await readFile(path, "utf8"), path);
}

describe.concurrent("a run on a template", () => {
  test("as people have them: the module takes the place of its call, and the template is as it was", async () => {
    await using template = await templateIn(realistic);
    const { place, args } = template;

    const ended = await place.conform([...args, ...chosen, "--only", "PATH-01"]);

    expect(ended, ended.stderr).toMatchObject({ status: 0 });
    const { subject, notes, requirements } = await reportIn(template);
    expect(subject.source).toMatch(/\/module$/);
    expect(notes?.[0]).toMatch(/ template template \("Region of the .*cloud.*"=eu, disk=20\).*module\.login/);
    expect(requirements.map(({ id, outcome }) => [id, outcome])).toEqual([
      ["LOGIN-01", "pass"],
      ["PATH-01", "pass"],
    ]);
    expect((await readdir(join(place.folder, "template"))).sort()).toEqual(Object.keys(realistic).map(top).sort());
    expect(await place.leftBehind()).toEqual([]);
  });

  test("a verdict about the module stays one, and what a template leaves no say about has a reason", async () => {
    const uncounted = call.replace(/^ {2}count .*$/m, "");
    await using template = await templateIn({ "main.tf": head + agent + uncounted, "module/main.tf": silentModule });
    const { place, args } = template;

    const ended = await place.conform([...args, "--module", "template/module", "--only", "LOGIN-10", "LOGIN-13"]);

    expect(ended, ended.stderr).toMatchObject({ status: 1 });
    const { requirements } = await reportIn(template);
    expect(requirements.map(({ id, outcome, results }) => [id, outcome, results[0]?.reason])).toEqual([
      ["LOGIN-01", "fail", expect.any(String)],
      [
        "LOGIN-10",
        "unsupported",
        "a stop leaves what module.vault-jwt of the template created: it has no count (main.tf:23)",
      ],
      [
        "LOGIN-13",
        "unsupported",
        "module.vault-jwt of the template sets agent_id (main.tf:27), which the harness cannot unset",
      ],
    ]);
  });

  test("a failure is run again on the same template by the line that the report gives", async () => {
    await using template = await templateIn({ ...realistic, "module/main.tf": silentModule + furtherInputs });
    const { place, args } = template;

    const ended = await place.conform([...args, ...chosen, "--module", "template/module", "--coder", coder]);
    const first = await reportIn(template);
    const again = await paste(rerunLine(ended).replace("namespace=VALUE", "namespace=dev"), place);

    expect([ended.status, again.status], again.stderr).toEqual([1, 1]);
    const { template: named, failures } = await reportIn(template);
    expect(named).toEqual(first.template);
    expect(rerunLine(ended)).toMatch(new RegExp(`--terraform terraform@\\S+ --coder ${coder}$`));
    expect(failures.map(({ diagnosis }) => diagnosis)).toEqual(first.failures.map(({ diagnosis }) => diagnosis));
  });

  test("what may act on something outside is not made, and is named", async () => {
    await using mirror = await mirrorWithStandIn();
    await using template = await templateIn({ "main.tf": withOutside });
    const { place, args } = template;

    const ended = await place.conform([...args, "--providers", mirror.folder]);

    expect(ended, ended.stderr).toMatchObject({ status: 0 });
    expect((await reportIn(template)).notes?.at(-1)).toMatch(
      / not created, .*: coder_metadata.m, jwt_signed_token.computer\.$/,
    );
  });
});

const coder = "2.13.1";
const furtherInputs = ["vault_jwt_auth_path", "vault_cli_version"]
  .map((name) => `variable "${name}" {\n  default = null\n}\n`)
  .join("\n");

const top = (path: string) => path.split("/", 1)[0];

/** The agent's computer is of a provider that would refuse to make it. */
const withOutside = `
terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
    jwt = {
      source = "geektheripper/jwt"
    }
  }
}

data "coder_provisioner" "me" {}
data "coder_workspace" "me" {}

resource "coder_agent" "main" {
  arch = data.coder_provisioner.me.arch
  os   = "linux"
}

resource "jwt_signed_token" "computer" {
  algorithm   = "none"
  key         = "none"
  claims_json = coder_agent.main.init_script
}

resource "coder_metadata" "m" {
  resource_id = jwt_signed_token.computer.id
  item {
    key   = "kind"
    value = "computer"
  }
}
${call}`;
