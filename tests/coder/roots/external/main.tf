terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
  }
}

resource "coder_agent" "elsewhere" {
  arch = "amd64"
  os   = "linux"
}

resource "coder_external_agent" "machine" {
  agent_id = coder_agent.elsewhere.id
}

# None of these attaches an agent.
resource "coder_agent" "lonely" {
  arch = "amd64"
  os   = "linux"
}

resource "coder_app" "chat" {
  agent_id = coder_agent.lonely.id
  slug     = "chat"
  url      = "http://localhost:3284"
}

resource "coder_ai_task" "chat" {
  app_id = coder_app.chat.id
}

resource "coder_devcontainer" "inner" {
  agent_id         = coder_agent.lonely.id
  workspace_folder = "/workspaces"
}
