import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { otherPathsAsked, pathsAsked } from "./paths.ts";

scenario("PATH-04", async ({ vault, coder, assume }) => {
  const role = await vault.role({ mount: await vault.mount("corp/eu/jwt") });

  const workspace = await coder.start({ role: role.name, inputs: { vault_jwt_auth_path: "corp/eu/jwt" } });

  expect(await otherPathsAsked(vault, "corp/eu/jwt"), "other mounts that were asked for a login").toEqual([]);
  assume(aGoodStart);
  expect(await pathsAsked(vault), "the mounts that were asked for a login").toEqual(["corp/eu/jwt"]);
  expect(workspace.script).toHaveSucceeded();
});
