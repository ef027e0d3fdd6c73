import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A module in a temporary folder. */
export interface TemporaryModule extends AsyncDisposable {
  readonly folder: string;
}

const names = [
  "agent_id",
  "vault_addr",
  "vault_jwt_role",
  "vault_jwt_token",
  "vault_jwt_auth_path",
  "vault_namespace",
  "vault_cli_version",
];

const variables = names.map((name) => `variable "${name}" {\n  default = null\n}\n`).join("\n");

const text = `
terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
  }
}

${variables}
data "coder_workspace" "me" {}
data "coder_workspace_owner" "me" {}

locals {
  given = {
    address   = var.vault_addr
    role      = var.vault_jwt_role
    token     = var.vault_jwt_token
    path      = var.vault_jwt_auth_path
    namespace = var.vault_namespace
    version   = var.vault_cli_version
    workspace = data.coder_workspace.me.name
    name      = data.coder_workspace_owner.me.name
    fullName  = data.coder_workspace_owner.me.full_name
    email     = data.coder_workspace_owner.me.email
    groups    = data.coder_workspace_owner.me.groups
  }
  login = jsonencode({ role = var.vault_jwt_role, jwt = nonsensitive(var.vault_jwt_token) })
  path  = join("/", [for name in split("/", coalesce(var.vault_jwt_auth_path, "jwt")) : replace(urlencode(name), "+", "%20")])
}

resource "coder_env" "given" {
  agent_id = var.agent_id
  name     = "GIVEN"
  value    = base64encode(jsonencode(local.given))
}

resource "coder_env" "expanded" {
  agent_id = var.agent_id
  name     = "EXPANDED"
  value    = "<$constructor$\${toString}$\${__proto__}$USER>"
}

resource "coder_script" "login" {
  agent_id     = var.agent_id
  display_name = "Login"
  run_on_start = true
  script       = <<-EOT
    echo \${base64encode(local.login)} | base64 -d |
      curl -sS --data-binary @- -H "X-Vault-Namespace: $(echo \${base64encode(coalesce(var.vault_namespace, "/"))} | base64 -d)" \\
        "https://vault.example.com:8200/v1/auth/\${local.path}/login"
  EOT
}
`;

/** A module that quotes nothing wrongly: it logs in, and has what it was given, as JSON in base64, in a variable. */
export async function echoingModule(): Promise<TemporaryModule> {
  const folder = await mkdtemp(join(tmpdir(), "echoing-module-"));
  await writeFile(join(folder, "main.tf"), text);
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
