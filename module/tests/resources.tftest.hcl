# What the module makes of its inputs. Run with `terraform test` (1.8 or later).

variables {
  agent_id       = "b2b1f9a5-0c6a-4b0e-9d4e-6d0f3f5f7b11"
  vault_addr     = "https://vault.example.com"
  vault_jwt_role = "coder"
}

override_data {
  target = data.coder_workspace_owner.me
  values = {
    oidc_access_token = "header.of-the-owner.signature"
  }
}

run "defaults" {
  command = plan

  assert {
    condition     = coder_script.vault.run_on_start && coder_script.vault.start_blocks_login
    error_message = "The script has to run on start, and people have to wait for it."
  }

  assert {
    condition     = coder_script.vault.agent_id == var.agent_id && coder_env.vault_addr.agent_id == var.agent_id
    error_message = "Everything belongs to the agent that was named."
  }

  assert {
    condition     = coder_env.vault_addr.name == "VAULT_ADDR" && coder_env.vault_addr.value == "https://vault.example.com"
    error_message = "VAULT_ADDR has to be the address that was given."
  }

  assert {
    condition     = length(coder_env.vault_namespace) == 0
    error_message = "Without vault_namespace there is no VAULT_NAMESPACE."
  }

  assert {
    condition     = issensitive(coder_script.vault.script)
    error_message = "The script holds a token, so Terraform must not print it."
  }

  assert {
    condition     = startswith(nonsensitive(coder_script.vault.script), "#!/usr/bin/env sh\n")
    error_message = "Without a shebang, the script would run in the shell of the workspace's user, whichever that is."
  }

  assert {
    condition     = strcontains(nonsensitive(coder_script.vault.script), "\nINPUT_JWT='header.of-the-owner.signature'\n")
    error_message = "The default token is the owner's OIDC access token."
  }

  assert {
    condition     = strcontains(nonsensitive(coder_script.vault.script), "\nINPUT_AUTH_PATH='jwt'\n")
    error_message = "The default auth path is jwt."
  }

  assert {
    condition     = strcontains(nonsensitive(coder_script.vault.script), "\nINPUT_VERSION='latest'\n")
    error_message = "The default version is the latest one."
  }

  assert {
    condition     = length(nonsensitive(coder_script.vault.script)) < 64 * 1024
    error_message = "Linux takes 128 KiB in one argument, and the token needs room in it."
  }
}

run "a_token_wins_over_the_owners" {
  command = plan

  variables {
    vault_jwt_token = "header.of-the-template.signature"
  }

  assert {
    condition     = strcontains(nonsensitive(coder_script.vault.script), "\nINPUT_JWT='header.of-the-template.signature'\n")
    error_message = "The token that was given has to be used."
  }

  assert {
    condition     = !strcontains(nonsensitive(coder_script.vault.script), "of-the-owner")
    error_message = "The owner's token has no business in the script."
  }
}

run "a_namespace_is_in_every_shell" {
  command = plan

  variables {
    vault_namespace = "coder/team"
  }

  assert {
    condition     = one(coder_env.vault_namespace).name == "VAULT_NAMESPACE" && one(coder_env.vault_namespace).value == "coder/team"
    error_message = "VAULT_NAMESPACE has to be the namespace that was given."
  }
}

run "an_empty_namespace_is_none" {
  command = plan

  variables {
    vault_namespace = ""
  }

  assert {
    condition     = length(coder_env.vault_namespace) == 0
    error_message = "An empty vault_namespace means the root namespace."
  }
}

run "a_hostile_token_is_data" {
  command = plan

  override_data {
    target = data.coder_workspace_owner.me
    values = {
      oidc_access_token = "it's $(touch /tmp/owned) `id`"
    }
  }

  assert {
    condition     = strcontains(nonsensitive(coder_script.vault.script), "\nINPUT_JWT='it'\\''s $(touch /tmp/owned) `id`'\n")
    error_message = "A quote in a token must not end the quotation around it."
  }
}

run "importing_a_template_plans" {
  command = plan

  override_data {
    target = data.coder_workspace_owner.me
    values = {
      oidc_access_token = ""
    }
  }

  assert {
    condition     = strcontains(nonsensitive(coder_script.vault.script), "\nINPUT_JWT=''\n")
    error_message = "An owner without a token is found out at start, not in the plan."
  }
}
