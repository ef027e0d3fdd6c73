import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectNoOther } from "../no-other.ts";
import { pathsAsked } from "./paths.ts";

scenario("PATH-04", async ({ vault, coder, assume }) => {
  const role = await vault.role({ mount: await vault.mount("corp/eu/jwt") });

  const workspace = await coder.start({ role: role.name, inputs: { vault_jwt_auth_path: "corp/eu/jwt" } });

  const paths = await pathsAsked(vault);
  expectNoOther(paths, ["corp/eu/jwt"], "mounts that were asked for a login");
  assume(aGoodStart);
  expect(paths, "the mounts that were asked for a login").toEqual(["corp/eu/jwt"]);
  expect(workspace.script).toHaveSucceeded();
});
