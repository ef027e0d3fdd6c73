import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { otherPathsAsked, pathsAsked } from "./paths.ts";

scenario("PATH-01", async ({ vault, coder, assume }) => {
  const role = await vault.role({ mount: await vault.mount("jwt") });

  const workspace = await coder.start({ role: role.name });

  expect(await otherPathsAsked(vault, "jwt"), "other mounts that were asked for a login").toEqual([]);
  assume(aGoodStart);
  expect(await pathsAsked(vault), "the mounts that were asked for a login").toEqual(["jwt"]);
  expect(workspace.script).toHaveSucceeded();
});
