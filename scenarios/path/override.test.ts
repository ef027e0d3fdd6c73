import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { otherPathsAsked, pathsAsked } from "./paths.ts";

scenario("PATH-02", async ({ vault, coder, assume }) => {
  await vault.role({ name: "coder", mount: await vault.mount("oidc") });

  const workspace = await coder.start({ example: "auth-path" });

  expect(await otherPathsAsked(vault, "oidc"), "other mounts that were asked for a login").toEqual([]);
  assume(aGoodStart);
  expect(await pathsAsked(vault), "the mounts that were asked for a login").toEqual(["oidc"]);
  expect(workspace.script).toHaveSucceeded();
});
