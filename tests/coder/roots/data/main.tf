terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
  }
}

data "coder_provisioner" "main" {}
data "coder_workspace" "me" {}
data "coder_workspace_owner" "me" {}

output "provisioner" {
  value = { os = data.coder_provisioner.main.os, arch = data.coder_provisioner.main.arch }
}

output "workspace" {
  value = data.coder_workspace.me
}

output "owner" {
  value = merge(data.coder_workspace_owner.me, {
    for name in ["ssh_private_key", "session_token", "oidc_access_token"] :
    name => nonsensitive(data.coder_workspace_owner.me[name])
  })
}

output "secret" {
  value     = data.coder_workspace_owner.me
  sensitive = true
}
