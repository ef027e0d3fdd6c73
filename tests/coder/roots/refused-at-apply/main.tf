terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
  }
}

resource "coder_agent" "main" {
  arch = "amd64"
  os   = "linux"
}

resource "coder_script" "never" {
  agent_id     = coder_agent.main.id
  display_name = "Never"
  script       = "true"
}

resource "coder_script" "blocking" {
  agent_id           = coder_agent.main.id
  display_name       = "Blocking"
  script             = "true"
  run_on_stop        = true
  start_blocks_login = true
}
