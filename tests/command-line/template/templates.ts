import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { oneScenario, type Sandbox, sandbox } from "../sandbox.ts";

/** A sandbox with a template in it, and what a run of one scenario on it is called with. */
export interface TemplatePlace {
  readonly place: Sandbox;
  readonly args: readonly string[];
}

/** Makes a sandbox with a template of these files, in its folder `template`. */
export async function templateIn(files: Readonly<Record<string, string>>): Promise<TemplatePlace & AsyncDisposable> {
  await using made = new AsyncDisposableStack();
  const place = made.use(await sandbox());
  for (const [name, content] of Object.entries(files)) {
    const path = join(place.folder, "template", name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  const all = made.move();
  const args = [...oneScenario, "--template", "template"];
  return { place, args, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** What every template begins with. */
export const head = `
terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
  }
}

data "coder_provisioner" "me" {}
data "coder_workspace" "me" {}
`;

/** An agent, and a computer that runs it. */
export const agent = `
resource "coder_agent" "main" {
  arch = data.coder_provisioner.me.arch
  os   = "linux"
}

resource "terraform_data" "computer" {
  count = data.coder_workspace.me.start_count
  input = coder_agent.main.init_script
}
`;

/** A call of the module from where no test can fetch it, for a Vault that nobody has. */
export const call = `
module "vault-jwt" {
  count          = data.coder_workspace.me.start_count
  source         = "registry.coder.com/coder/vault-jwt/coder"
  version        = "~> 1.0"
  agent_id       = coder_agent.main.id
  vault_addr     = "https://vault.corp.example"
  vault_jwt_role = "coder"
}
`;

/** A module that runs this script when a workspace starts. */
export function toolsModule(script: string): string {
  return `
terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
  }
}
variable "agent_id" {}
resource "coder_script" "tools" {
  agent_id     = var.agent_id
  display_name = "Tools"
  run_on_start = true
  script       = ${JSON.stringify(script)}
}
`;
}

/** A template as people have them: what it gives the module is for another Vault, and more than the module is in it. */
export const realistic: Readonly<Record<string, string>> = {
  "main.tf": `
${head}
# module "vault-jwt" { source = "./old" }
/* module "vault" {
  vault_jwt_role = "old"
} */
terraform {
  backend "http" {
    address = "http://state.corp.example"
  }
}

variable "namespace" {
  description = "where pods go { or $\${data.coder_workspace.me.name}"
  type        = string
}

data "coder_parameter" "region" {
  name    = "Region of the \\"cloud\\""
  type    = "string"
  mutable = true
}

data "coder_parameter" "disk" {
  name    = "disk"
  type    = "number"
  default = 10
  validation {
    min = 1
    max = 100
  }
}

resource "coder_agent" "main" {
  arch           = data.coder_provisioner.me.arch
  os             = "linux"
  dir            = "~/project"
  env            = { REGION = data.coder_parameter.region.value, NAMESPACE = var.namespace }
  startup_script = <<-EOT
    # module "vault" {
    echo "up: 1" > ~/up
    exit 3
  EOT

  metadata {
    display_name = "CPU"
    key          = "cpu"
    script       = "coder stat cpu"
    interval     = 10
    timeout      = 1
  }
}

resource "coder_app" "editor" {
  agent_id = coder_agent.main.id
  slug     = "editor"
  url      = "http://localhost:8080"
}

resource "terraform_data" "home" {
  input = data.coder_parameter.disk.value
}

resource "terraform_data" "computer" {
  count = data.coder_workspace.me.start_count
  input = [coder_agent.main.init_script, terraform_data.home.id]
}

resource "coder_metadata" "computer" {
  count       = data.coder_workspace.me.start_count
  resource_id = terraform_data.computer[0].id
  item {
    key   = "region"
    value = data.coder_parameter.region.value
  }
}

module "tools" {
  source   = "./tools"
  agent_id = coder_agent.main.id
}
`,
  "vault.tf": `
module "login" {
  count  = data.coder_workspace.me.start_count
  source = "git::ssh://git@git.corp.example/modules.git//vault-jwt?ref=v1.3.0"

  agent_id            = coder_agent.main.id
  vault_addr          = "https://vault.corp.example"
  vault_jwt_role      = "corp-\${data.coder_parameter.region.value}"
  vault_jwt_auth_path = "corp/jwt"
  vault_jwt_token     = sensitive("theirs")
  vault_cli_version   = "1.16.0"
}
`,
  "tools/main.tf": toolsModule("echo tools > ~/tools"),
  ".terraform.lock.hcl": `
provider "registry.terraform.io/coder/coder" {
  version = "9.9.9"
  hashes  = ["h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]
}
`,
};

/** Declares what the module declares, and does nothing of it. */
export const silentModule: string = `
terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
  }
}

${["agent_id", "vault_addr", "vault_jwt_role", "vault_jwt_token"].map((name) => `variable "${name}" {\n  default = null\n}\n`).join("\n")}
resource "coder_script" "silent" {
  agent_id     = var.agent_id
  display_name = "Vault"
  run_on_start = true
  script       = "true"
}
`;
