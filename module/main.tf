data "coder_workspace" "me" {}
data "coder_workspace_owner" "me" {}

locals {
  jwt       = var.vault_jwt_token == null ? data.coder_workspace_owner.me.oidc_access_token : var.vault_jwt_token
  namespace = var.vault_namespace == null ? "" : var.vault_namespace
  # Older providers know no prebuilt workspaces.
  prebuilt = lookup(data.coder_workspace.me, "is_prebuild", false)

  # What run.sh reads. Single quotes keep every byte as data in a POSIX shell.
  inputs = {
    INPUT_ADDR      = var.vault_addr
    INPUT_AUTH_PATH = var.vault_jwt_auth_path
    INPUT_JWT       = local.jwt
    INPUT_LOGIN_ID  = substr(sha256(var.vault_addr), 0, 16)
    INPUT_NAMESPACE = local.namespace
    INPUT_PREBUILT  = local.prebuilt ? "yes" : ""
    INPUT_ROLE      = var.vault_jwt_role
    INPUT_VERSION   = var.vault_cli_version
  }
  assignments = [for name, value in local.inputs : "${name}='${replace(value, "'", "'\\''")}'"]
}

resource "coder_script" "vault" {
  agent_id           = var.agent_id
  display_name       = "Vault (JWT)"
  icon               = "/icon/vault.svg"
  run_on_start       = true
  start_blocks_login = true

  script = sensitive(join("\n", concat(["#!/usr/bin/env sh"], local.assignments, [
    # A checkout on Windows may have added carriage returns.
    replace(file("${path.module}/run.sh"), "\r\n", "\n"),
  ])))
}

resource "coder_env" "vault_addr" {
  agent_id = var.agent_id
  name     = "VAULT_ADDR"
  value    = var.vault_addr
}

resource "coder_env" "vault_namespace" {
  count    = local.namespace == "" ? 0 : 1
  agent_id = var.agent_id
  name     = "VAULT_NAMESPACE"
  value    = local.namespace
}
