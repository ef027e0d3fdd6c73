terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
  }
}

variable "agent_id" {
  type = string
}

variable "other_id" {
  type = string
}

variable "value" {
  type = string
}

resource "coder_env" "shared" {
  agent_id = var.agent_id
  name     = "SHARED"
  value    = var.value
}

resource "coder_script" "same" {
  agent_id           = var.agent_id
  display_name       = "Same name"
  script             = "echo ${var.value}"
  run_on_start       = true
  run_on_stop        = true
  start_blocks_login = true
  timeout            = 30
  cron               = "0 0 8 * *"
  log_path           = "~/${var.value}.log"
}

output "agent_id" {
  value = var.other_id
}
