import { expect, scenario } from "../../harness/engine/index.ts";

scenario(
  "PATH-03",
  "With both mounts present, each trusting another issuer, the override alone decides",
  { tokens: ["oidc", "custom"], inputs: ["vault_jwt_auth_path"] },
  async ({ vault, coder, token }) => {
    const other = token === "oidc" ? "custom" : "oidc";
    const role = await vault.role({ name: "workspace", mount: await vault.mount("oidc", { trusts: token }) });
    await vault.role({ name: "workspace", mount: await vault.mount("jwt", { trusts: other }) });

    const workspace = await coder.start({ role: role.name, inputs: { vault_jwt_auth_path: "oidc" } });

    expect(workspace.script).toHaveSucceeded();
    expect((await vault.logins()).map((login) => login.path)).toEqual(["auth/oidc/login"]);
  },
);
