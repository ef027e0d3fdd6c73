import { expect, scenario } from "../../harness/engine/index.ts";

scenario(
  "PATH-04",
  "A nested mount works",
  { tokens: ["oidc", "custom"], inputs: ["vault_jwt_auth_path"] },
  async ({ vault, coder }) => {
    const role = await vault.role({ mount: await vault.mount("corp/eu/jwt") });

    const workspace = await coder.start({ role: role.name, inputs: { vault_jwt_auth_path: "corp/eu/jwt" } });

    expect(workspace.script).toHaveSucceeded();
    expect((await vault.logins()).map((login) => login.path)).toEqual(["auth/corp/eu/jwt/login"]);
  },
);
