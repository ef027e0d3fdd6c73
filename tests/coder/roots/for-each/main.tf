terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
  }
}

data "coder_workspace_owner" "me" {}

resource "terraform_data" "counted" {
  count = data.coder_workspace_owner.me.session_token == "" ? 0 : 1
}

resource "terraform_data" "each" {
  for_each = toset([data.coder_workspace_owner.me.session_token])
}
