import { describe, expect, test } from "vitest";
import { claimOfLogin } from "../../harness/engine/logs/index.ts";

const claims = [
  "Vault authentication complete!",
  "Success! You are now authenticated. The token information displayed below is already stored.",
  "vault-jwt: Logged in to Vault at https://vault.example.com.",
  "Login: done",
  "Fetching the JWT\n✅ Vault login",
  "Vault setup completed",
  "Vault is ready to use.",
  "Success!",
  "\u001b[32mVault\u001b[0m \u001b[32mdone\u001b[0m",
  "Logging in ... 50 %\rVault login: OK",
];

const noClaims = [
  "vault-jwt: The login failed: Vault at https://vault.example.com, role coder.",
  "Could not be logged in.",
  "Vault CLI 1.17.5 was installed successfully.",
  "Vault login did not complete: error validating token.",
  "The login was unsuccessful.",
  "You aren't authenticated.",
  "Logging in to Vault at https://vault.example.com...",
  "\u001b[32mSuccess!\u001b[0m The settings are valid.",
  "Once it is fixed, restart the workspace and you will be authenticated.",
  "Try again until the login succeeds, or log in with `vault login`.",
];

describe("a log", () => {
  test.each(claims)("claims success: %s", (log) => expect(claimOfLogin(log)).toBeDefined());

  test.each(noClaims)("claims nothing: %s", (log) => expect(claimOfLogin(log)).toBeUndefined());
});
