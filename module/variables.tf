variable "agent_id" {
  description = "The ID of the Coder agent that logs in to Vault."
  type        = string
  nullable    = false
}

variable "vault_addr" {
  description = "The address of the Vault server, such as https://vault.example.com."
  type        = string
  nullable    = false

  validation {
    # Coder expands `$` in the values of coder_env and knows no way to escape it.
    condition     = can(regex("^https?://(\\[[0-9A-Fa-f:.]+\\]|[0-9A-Za-z._-]+)(:[0-9]+)?(/[0-9A-Za-z._~-]*)*$", var.vault_addr))
    error_message = "The vault_addr must be an http or https URL of a host, with a port and a path if needed: no user name, query, spaces or shell characters."
  }
}

variable "vault_jwt_role" {
  description = "The role of the JWT auth method to log in with."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9A-Za-z_]([0-9A-Za-z_.-]*[0-9A-Za-z_])?$", var.vault_jwt_role))
    error_message = "The vault_jwt_role is not a name that a Vault role can have: letters, digits, underscores, and dots or dashes between them."
  }
}

variable "vault_jwt_token" {
  description = "The JWT to log in with. Defaults to the OIDC access token of the workspace's owner."
  type        = string
  default     = null
  sensitive   = true
  # No validation: Terraform prints the value of an input that it refuses where a template has it as a literal. run.sh
  # refuses what is no JWT.
}

variable "vault_jwt_auth_path" {
  description = "The path where the JWT auth method is mounted, without auth/ in front."
  type        = string
  default     = "jwt"
  nullable    = false

  validation {
    condition     = can(regex("^[0-9A-Za-z._~-]+(/[0-9A-Za-z._~-]+)*$", var.vault_jwt_auth_path)) && !can(regex("(^|/)\\.\\.?(/|$)", var.vault_jwt_auth_path))
    error_message = "The vault_jwt_auth_path must be a mount path such as jwt or corp/eu/jwt: letters, digits, dots, dashes, underscores and tildes, with no slash at either end."
  }
}

variable "vault_cli_version" {
  description = "The version of the Vault CLI to install, such as 1.17.5, or latest for the highest general release."
  type        = string
  default     = "latest"
  nullable    = false

  validation {
    condition     = can(regex("^(latest|(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?)$", var.vault_cli_version))
    error_message = "The vault_cli_version must be latest or a full version such as 1.17.5, 1.18.0-rc1 or 1.17.5+ent, without a leading v."
  }
}

variable "vault_namespace" {
  description = "The namespace to log in to, for Vault Enterprise, HCP Vault and OpenBao. Unset, the root namespace."
  type        = string
  default     = null

  validation {
    condition     = var.vault_namespace == null || can(regex("^([0-9A-Za-z._~-]+(/[0-9A-Za-z._~-]+)*/?)?$", var.vault_namespace)) && !can(regex("(^|/)\\.\\.?(/|$)", var.vault_namespace))
    error_message = "The vault_namespace must be a namespace path such as coder or coder/team: letters, digits, dots, dashes, underscores and tildes."
  }
}
