import { expect, scenario } from "../../harness/engine/index.ts";
import { pathsAsked } from "./paths.ts";

scenario("PATH-04", async ({ vault, coder }) => {
  const role = await vault.role({ mount: await vault.mount("corp/eu/jwt") });

  const workspace = await coder.start({ role: role.name, inputs: { vault_jwt_auth_path: "corp/eu/jwt" } });

  expect(workspace.script).toHaveSucceeded();
  expect(await pathsAsked(vault), "the mounts that were asked for a login").toEqual(["corp/eu/jwt"]);
});
