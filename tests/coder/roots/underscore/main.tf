terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
  }
}

resource "coder_agent" "under_score" {
  arch = "amd64"
  os   = "linux"
}
