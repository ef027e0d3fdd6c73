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

resource "coder_env" "counted" {
  agent_id = var.agent_id
  name     = "COUNTED"
  value    = "1"
}
