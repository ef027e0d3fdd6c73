import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import {
  decidersOf,
  leftOutOf,
  neededProviders,
  placesOf,
  readTemplate,
  strip,
  whyItStays,
} from "../../harness/coder/user-template/text/index.ts";

const subject = { call: "vault", settled: ["vault_jwt_token"] };

/** A template of these files, in a folder of its own. */
async function templateOf(files: Readonly<Record<string, string>>) {
  await using made = new AsyncDisposableStack();
  const root = await mkdtemp(join(tmpdir(), "template-text-"));
  made.defer(() => rm(root, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  const folders = await readTemplate(root, subject.call);
  const all = made.move();
  return { root, folders, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** The files of a template without what is left out, blank lines apart. */
async function stripped(files: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  await using template = await templateOf(files);
  const { root, folders } = template;
  const { removed } = leftOutOf(folders, subject);
  const providers = neededProviders(folders, (key) => removed.has(key), []);
  await strip(root, folders, { removed, providers });
  const texts = Object.keys(files).map(async (name) => [name, await readFile(join(root, name), "utf8")] as const);
  return Object.fromEntries(await Promise.all(texts));
}

const lines = (text = "") => text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));

const call = 'module "vault" {\n  agent_id = coder_agent.main.id\n}\n';

test("a provider, and all that only what it makes needs, is taken out; the rest stays on its lines", async () => {
  const main = `
terraform {
  required_providers {
    coder  = { source = "coder/coder" }
    docker = { source = "kreuzwerker/docker" }
    random = { source = "hashicorp/random" }
  }
}
provider "docker" {
  host = "unix:///run/docker.sock"
}
locals {
  size = 3
  name = docker_volume.home.name
}
resource "coder_agent" "main" {}
resource "random_id" "suffix" {}
resource "docker_volume" "home" {
  name = "home-\${random_id.suffix.hex}"
}
resource "docker_container" "box" {
  env     = [coder_agent.main.token, "SIZE=\${local.size}"]
  volumes = local.name
}
resource "coder_metadata" "box" {
  resource_id = docker_container.box.id
}
output "box" {
  value = docker_container.box.id
}
import {
  to = docker_volume.home
  id = "home"
}
${call}`;

  const { "main.tf": text = "" } = await stripped({ "main.tf": main });

  expect(lines(text)).toEqual([
    "terraform {",
    "required_providers {",
    'coder  = { source = "coder/coder" }',
    "}",
    "}",
    "locals {",
    "}",
    'resource "coder_agent" "main" {}',
    'module "vault" {',
    "agent_id = coder_agent.main.id",
    "}",
  ]);
  expect(text.slice(0, text.indexOf('module "vault"')).split("\n").length).toBe(
    main.slice(0, main.indexOf('module "vault"')).split("\n").length,
  );
});

test("what the agent or an input of the subject depends on stays, also by a local value, and what the harness gives does not count", async () => {
  const { "main.tf": text } = await stripped({
    "main.tf": `
data "aws_region" "here" {}
data "aws_region" "there" {}
data "aws_ssm_parameter" "jwt" {}
locals {
  region = data.aws_region.here.name
}
resource "coder_agent" "main" {
  env = { REGION = local.region }
}
module "vault" {
  agent_id        = coder_agent.main.id
  vault_jwt_token = data.aws_ssm_parameter.jwt.value
}
`,
  });

  expect(lines(text)).toContain('data "aws_region" "here" {}');
  expect(lines(text)).not.toContain('data "aws_region" "there" {}');
  expect(lines(text)).not.toContain('data "aws_ssm_parameter" "jwt" {}');
});

test("in a module of the template, only what depends on what is left out goes", async () => {
  const found = await stripped({
    "main.tf": `
resource "coder_agent" "main" {}
resource "aws_instance" "box" {
  user_data = coder_agent.main.init_script
}
module "tools" {
  source    = "./tools"
  agent_id  = coder_agent.main.id
  box       = aws_instance.box.id
  providers = { aws = aws.west, coder = coder }
}
output "key" {
  value = module.tools.key
}
${call}`,
    "tools/main.tf": `
variable "agent_id" {}
variable "box" {
  type = string
}
resource "coder_script" "tools" {
  agent_id = var.agent_id
}
resource "aws_key" "box" {
  box = var.box
}
output "key" {
  value = aws_key.box.id
}
`,
  });

  expect(lines(found["tools/main.tf"])).toEqual([
    'variable "agent_id" {}',
    'variable "box" { default = null }',
    'resource "coder_script" "tools" {',
    "agent_id = var.agent_id",
    "}",
  ]);
  expect(lines(found["main.tf"])).toEqual([
    'resource "coder_agent" "main" {}',
    'module "tools" {',
    'source    = "./tools"',
    "agent_id  = coder_agent.main.id",
    "providers = { coder = coder }",
    "}",
    ...lines(call),
  ]);
});

test("a module from elsewhere goes with what uses it, unless the subject's inputs depend on it", async () => {
  await using template = await templateOf({
    "main.tf": `
resource "coder_agent" "main" {
  dir = module.git-clone.repo_dir
}
module "git-clone" {
  source = "registry.coder.com/coder/git-clone/coder"
}
module "editor" {
  source   = "registry.coder.com/coder/code-server/coder"
  agent_id = coder_agent.main.id
}
resource "coder_app" "editor" {
  url = module.editor.url
}
${call}`,
  });

  const { removed, lacking } = leftOutOf(template.folders, subject);

  expect([...removed]).toEqual([".\nmodule.editor", ".\ncoder_app.editor"]);
  expect(lacking.map(({ address }) => address)).toEqual(["module.git-clone"]);
});

test("an agent is attached by what is left out", async () => {
  await using template = await templateOf({
    "main.tf": `
resource "coder_agent" "main" {}
resource "coder_agent" "other" {}
resource "aws_instance" "box" {
  user_data = local.script
}
locals {
  script = coder_agent.main.init_script
}
${call}`,
  });

  expect(leftOutOf(template.folders, subject).agents).toEqual([".\ncoder_agent.main"]);
});

test.for([
  ["", "it has no count (main.tf:2)"],
  ["count = 1", "its count (main.tf:3) is not 0 then"],
  [
    "count = data.coder_parameter.on.value ? 1 : 0",
    "its count (main.tf:3), which data.coder_parameter.on (more.tf:2) decides, is not 0 then",
  ],
  [
    "for_each = local.all",
    "its for_each (main.tf:3), which local.all (more.tf:6) and local.some (more.tf:5) and var.more (more.tf:3) decide, is not empty then",
  ],
])("the reason for what a stop leaves names what decides it: %s", async ([count = "", why = ""]) => {
  await using template = await templateOf({
    "main.tf": `\nmodule "vault" {\n  ${count}\n}\n`,
    "more.tf": `
data "coder_parameter" "on" {}
variable "more" {}
locals {
  some = toset([var.more])
  all = local.some
}
`,
  });

  const deciders = decidersOf(template.folders.get("."), subject.call);

  expect(whyItStays(subject.call, deciders)).toBe(`a stop leaves what module.vault of the template created: ${why}`);
  expect(deciders.followsTransition).toBe(false);
});

test("a count that looks at the workspace by a local value follows it", async () => {
  await using template = await templateOf({
    "main.tf":
      'module "vault" {\n  count = local.n\n}\nlocals {\n  n = var.on ? data.coder_workspace.me.start_count : 0\n}\n',
  });

  expect(decidersOf(template.folders.get("."), subject.call).followsTransition).toBe(true);
});

test("variables and scripts of the template have places, also in its modules and by local values", async () => {
  await using template = await templateOf({
    "main.tf": `
locals {
  common = {
    EDITOR = "vi"
  }
}
resource "coder_agent" "main" {
  env = merge(local.common, {
    "VAULT_TOKEN" = "old"
  })
  startup_script = <<-EOT
    true
  EOT
}
module "tools" {
  source = "./tools"
}
`,
    "tools/main.tf": '\nresource "coder_script" "tools" {}\n',
  });

  expect(placesOf(template.folders)).toMatchObject({
    "coder_agent.main.env.EDITOR": "main.tf:4",
    "coder_agent.main.env.VAULT_TOKEN": "main.tf:9",
    "coder_agent.main.startup_script": "main.tf:11",
    "module.tools.coder_script.tools": "tools/main.tf:2",
  });
});
