import { describe, expect, test } from "vitest";
import { agent, call, head, templateIn } from "./templates.ts";

const good = { "main.tf": head + agent + call };
const cloud = `
data "aws_region" "here" {}
resource "aws_instance" "computer" {
  user_data = coder_agent.main.init_script
}
`;
const ofCloud = agent.replace('os   = "linux"', 'os   = "linux"\n  env  = { REGION = data.aws_region.here.name }');
const ofModule = agent.replace('os   = "linux"', 'os   = "linux"\n  dir  = module.clone.repo_dir');
const clone = `
module "clone" {
  source   = "registry.coder.com/coder/git-clone/coder"
  agent_id = "none"
}
`;
const asks = `
data "coder_parameter" "size" {
  name = "size"
  type = "number"
}
`;

const failing = `
resource "terraform_data" "broken" {
  provisioner "local-exec" {
    command = "exit 7"
  }
}
`;

type Case = readonly [what: string, files: Readonly<Record<string, string>>, args: readonly string[], said: RegExp];

const cases: readonly Case[] = [
  ["no Terraform files", { "README.md": "" }, [], /template is not a folder with.*\n.*--template/],
  ["no call of the module", { "main.tf": head + agent }, [], /no module block.*there is none.*\n.*vault-jwt/i],
  [
    "a call of another module",
    { "main.tf": `${head + agent}module "tools" {\n  source = "./tools"\n}\n` },
    [],
    /no module block.*there are tools/i,
  ],
  [
    "two calls",
    { "main.tf": head + agent + call, "two.tf": call.replace('"vault-jwt"', '"second"') },
    [],
    /more than once \(vault-jwt, second\).*\n.*copy/,
  ],
  [
    "a parameter that is needed",
    { "main.tf": good["main.tf"] + asks },
    [],
    /asks for size.*\n.*--parameter NAME=VALUE/,
  ],
  [
    "a parameter that its rules refuse",
    { "main.tf": good["main.tf"] + asks },
    ["--parameter", "size=large"],
    /cannot plan the template.*not a number \(data\.coder_parameter\.size\)/,
  ],
  [
    "a parameter that is not asked for",
    good,
    ["--parameter", "sise=1"],
    /no parameter sise.*\n.*Leave --parameter out/,
  ],
  ["no pair", good, ["--parameter", "size"], /NAME=VALUE, and "size" is not one.*\n/],
  ["a parameter twice", good, ["--parameter", "a=1", "a=2"], /a is given twice/],
  ["a variable that is not declared", good, ["--variable", "zone=a"], /no variable zone/],
  [
    "a variable that is needed",
    { "main.tf": `${good["main.tf"]}variable "zone" {}\n` },
    [],
    /No value for required variable.*zone.*\n.*--variable/,
  ],
  [
    "no agent",
    { "main.tf": head + call.replace("coder_agent.main.id", '"none"') },
    [],
    /has no agent: it declares none/,
  ],
  [
    "an agent that nothing runs",
    { "main.tf": (head + agent + call).replace("coder_agent.main.init_script", '"nothing"') },
    [],
    /has no agent: coder_agent\.main: nothing depends on it.*\n/,
  ],
  [
    "an agent that is another's",
    { "main.tf": head + agent + call.replace("coder_agent.main.id", '"none"') },
    [],
    /No agent of the template runs what module\.vault-jwt creates/,
  ],
  [
    "a call that is off",
    { "main.tf": head + agent + call.replace("data.coder_workspace.me.start_count", "0") },
    [],
    /creates nothing from module\.vault-jwt/,
  ],
  ["what Terraform cannot read", { "main.tf": `${good["main.tf"]}resource {` }, [], /cannot read the template/],
  [
    "an input that the module does not have",
    { "main.tf": good["main.tf"].replace("vault_addr ", "vault_region = 1\n  vault_addr ") },
    [],
    /module\.vault-jwt sets vault_region, which the module does not declare/,
  ],
  [
    "an apply that fails",
    { "main.tf": `${good["main.tf"]}${failing}` },
    [],
    /cannot apply the template, independently of the module: .*exit status 7/,
  ],
];

describe.concurrent("a template that cannot be used is no verdict about the module", () => {
  test.each(cases)("%s", async (_what, files, args, said) => {
    await using template = await templateIn(files);

    const ended = await template.place.conform([...template.args, ...args]);

    expect(ended, ended.stderr).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(said) });
    expect(await template.place.leftBehind()).toEqual([]);
  });

  test("a provider that the agent depends on and that is not available is named, with what needs it and what to do", async () => {
    await using template = await templateIn({ "main.tf": head + ofCloud + call, "cloud.tf": cloud });

    const ended = await template.place.conform([...template.args, "--offline"]);

    expect(ended.stderr).toMatch(
      /data\.aws_region\.here \(cloud\.tf:2\) of the template needs the provider \S*hashicorp\/aws, which is not available here.*\n.*--providers/,
    );
    expect(ended).toMatchObject({ status: 3, stdout: "" });
  });

  test("a module that the agent depends on and that is not available is named, with what calls it and what to do", async () => {
    await using template = await templateIn({ "main.tf": head + ofModule + call, "clone.tf": clone });

    const ended = await template.place.conform([...template.args, "--offline"]);

    expect(ended.stderr).toMatch(
      /module\.clone \(clone\.tf:2\) needs the module registry\.coder\.com\/coder\/git-clone\/coder, which is not available here.*\n.*--modules .* clone or git-clone\./,
    );
    expect(ended).toMatchObject({ status: 3, stdout: "" });
  });

  test("options about a template without one, and areas that no template decides", async () => {
    await using template = await templateIn(good);
    const { place } = template;

    const ended = await place.conform(["--parameter", "a=1"]);
    const modules = await place.conform(["--template", "template", "--modules", "nowhere"]);
    const others = await place.conform(["--template", "template", "--only", "JWT-01"]);

    expect(ended, ended.stderr).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/--parameter needs a template/),
    });
    expect(modules, modules.stderr).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/nowhere is not a folder.*\n.*--modules/),
    });
    expect(others, others.stderr).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/only LOGIN, PATH, CLI and SEC/),
    });
  });
});
