# What the plan refuses, and what it says. Run with `terraform test` (1.8 or later).

variables {
  agent_id       = "b2b1f9a5-0c6a-4b0e-9d4e-6d0f3f5f7b11"
  vault_addr     = "https://vault.example.com"
  vault_jwt_role = "coder"
}

run "addresses_with_a_port_and_a_path_are_taken" {
  command = plan

  variables {
    vault_addr = "https://[2001:db8::1]:8200/vault/"
  }
}

run "an_address_without_a_scheme_is_refused" {
  command = plan

  variables {
    vault_addr = "vault.example.com:8200"
  }

  expect_failures = [var.vault_addr]
}

run "an_address_that_coder_would_expand_is_refused" {
  command = plan

  variables {
    vault_addr = "https://$HOSTNAME.example.com"
  }

  expect_failures = [var.vault_addr]
}

run "an_address_with_a_line_break_is_refused" {
  command = plan

  variables {
    vault_addr = "https://vault.example.com\n"
  }

  expect_failures = [var.vault_addr]
}

run "an_address_with_a_password_is_refused" {
  command = plan

  variables {
    vault_addr = "https://user:secret@vault.example.com"
  }

  expect_failures = [var.vault_addr]
}

run "a_role_with_mixed_case_dots_and_dashes_is_taken" {
  command = plan

  variables {
    vault_jwt_role = "Team-A.backend_2"
  }
}

run "a_role_of_one_letter_is_taken" {
  command = plan

  variables {
    vault_jwt_role = "a"
  }
}

run "an_empty_role_is_refused" {
  command = plan

  variables {
    vault_jwt_role = ""
  }

  expect_failures = [var.vault_jwt_role]
}

run "a_role_with_a_space_is_refused" {
  command = plan

  variables {
    vault_jwt_role = "Platform Team"
  }

  expect_failures = [var.vault_jwt_role]
}

run "a_role_that_is_an_option_is_refused" {
  command = plan

  variables {
    vault_jwt_role = "-help"
  }

  expect_failures = [var.vault_jwt_role]
}

run "a_role_with_shell_characters_is_refused" {
  command = plan

  variables {
    vault_jwt_role = "coder';id;'"
  }

  expect_failures = [var.vault_jwt_role]
}

run "a_nested_auth_path_is_taken" {
  command = plan

  variables {
    vault_jwt_auth_path = "corp/eu/jwt"
  }
}

run "an_auth_path_that_climbs_is_refused" {
  command = plan

  variables {
    vault_jwt_auth_path = "jwt/../token"
  }

  expect_failures = [var.vault_jwt_auth_path]
}

run "an_auth_path_with_a_leading_slash_is_refused" {
  command = plan

  variables {
    vault_jwt_auth_path = "/jwt"
  }

  expect_failures = [var.vault_jwt_auth_path]
}

run "an_auth_path_with_shell_characters_is_refused" {
  command = plan

  variables {
    vault_jwt_auth_path = "jwt$(id)"
  }

  expect_failures = [var.vault_jwt_auth_path]
}

run "a_namespace_with_a_space_is_refused" {
  command = plan

  variables {
    vault_namespace = "my team"
  }

  expect_failures = [var.vault_namespace]
}

run "a_release_candidate_is_taken" {
  command = plan

  variables {
    vault_cli_version = "1.18.0-rc1"
  }
}

run "an_enterprise_build_is_taken" {
  command = plan

  variables {
    vault_cli_version = "1.17.5+ent.hsm.fips1402"
  }
}

run "a_version_with_a_leading_v_is_refused" {
  command = plan

  variables {
    vault_cli_version = "v1.17.5"
  }

  expect_failures = [var.vault_cli_version]
}

run "a_version_without_a_patch_is_refused" {
  command = plan

  variables {
    vault_cli_version = "1.17"
  }

  expect_failures = [var.vault_cli_version]
}

run "a_version_that_climbs_is_refused" {
  command = plan

  variables {
    vault_cli_version = "1.17.5/../../1.0.0"
  }

  expect_failures = [var.vault_cli_version]
}
