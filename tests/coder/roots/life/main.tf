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

data "coder_parameter" "region" {
  name    = "region"
  type    = "string"
  default = "here"
  mutable = true
}

resource "coder_agent" "main" {
  arch = data.coder_provisioner.main.arch
  os   = "linux"
}

resource "terraform_data" "compute" {
  count = data.coder_workspace.me.start_count
  input = coder_agent.main.id
}

resource "coder_script" "always" {
  agent_id     = coder_agent.main.id
  display_name = "Always"
  script       = "echo ${data.coder_workspace.me.name}"
  run_on_start = true
}

module "counted" {
  count    = data.coder_workspace.me.start_count
  source   = "./named"
  agent_id = coder_agent.main.id
}

output "seen" {
  value = {
    transition  = data.coder_workspace.me.transition
    start_count = data.coder_workspace.me.start_count
    id          = data.coder_workspace.me.id
    name        = data.coder_workspace.me.name
    access_url  = data.coder_workspace.me.access_url
    template    = data.coder_workspace.me.template_name
    owner       = data.coder_workspace_owner.me.name
    full_name   = data.coder_workspace_owner.me.full_name
    email       = data.coder_workspace_owner.me.email
    login_type  = data.coder_workspace_owner.me.login_type
    groups      = data.coder_workspace_owner.me.groups
    region      = data.coder_parameter.region.value
    session     = nonsensitive(data.coder_workspace_owner.me.session_token) != ""
    oidc        = nonsensitive(data.coder_workspace_owner.me.oidc_access_token)
    ssh_keys    = "${data.coder_workspace_owner.me.ssh_public_key}${nonsensitive(data.coder_workspace_owner.me.ssh_private_key)}"
    init_script = coder_agent.main.init_script
  }
}
