terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
  }
}

resource "coder_env" "name" {
  agent_id = "an agent"
  name     = "1-BAD"
}

resource "coder_env" "strategy" {
  agent_id       = "an agent"
  name           = "GOOD"
  merge_strategy = "append"
}

resource "coder_script" "timeout" {
  agent_id     = "an agent"
  display_name = "No time"
  script       = "true"
  run_on_start = true
  timeout      = 0
}

resource "coder_script" "cron" {
  agent_id     = "an agent"
  display_name = "No schedule"
  script       = "true"
  cron         = "some day"
}
