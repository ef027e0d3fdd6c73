terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
  }
}

resource "coder_agent" "main" {
  arch                    = "amd64"
  os                      = "linux"
  dir                     = "~/project"
  env                     = { OF_AGENT = "agent", ALSO_OF_AGENT = "agent" }
  startup_script          = "echo up"
  startup_script_behavior = "blocking"
  shutdown_script         = "echo down"
}

# Nothing depends on it but a resource of Coder's own.
resource "coder_agent" "lonely" {
  arch = "amd64"
  os   = "linux"
}

resource "coder_script" "lonely" {
  agent_id     = coder_agent.lonely.id
  display_name = "Lonely"
  script       = "echo lonely"
  run_on_start = true
}

resource "coder_agent" "second" {
  arch = "amd64"
  os   = "linux"
}

# Depends on the one by a local value, on the other through a module.
locals {
  token = "token of ${coder_agent.main.id}"
}

resource "terraform_data" "compute" {
  input = [local.token, module.b.agent_id]
}

resource "coder_script" "for_nobody" {
  agent_id     = "no such agent"
  display_name = "For nobody"
  script       = "echo nobody"
  run_on_start = true
}

resource "coder_env" "also_of_agent" {
  agent_id = coder_agent.main.id
  name     = "ALSO_OF_AGENT"
  value    = "variable"
}

resource "coder_env" "shared" {
  agent_id = coder_agent.main.id
  name     = "SHARED"
  value    = "root"
}

module "b" {
  source   = "./named"
  agent_id = coder_agent.main.id
  other_id = coder_agent.second.id
  value    = "b"
}

module "a" {
  source   = "./named"
  agent_id = coder_agent.main.id
  other_id = coder_agent.second.id
  value    = "a"
}
