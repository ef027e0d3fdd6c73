import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectNoOther } from "../no-other.ts";
import { pathsAsked } from "./paths.ts";

scenario("PATH-02", async ({ vault, coder, assume }) => {
  await vault.role({ name: "coder", mount: await vault.mount("oidc") });

  const workspace = await coder.start({ example: "auth-path" });

  const paths = await pathsAsked(vault);
  expectNoOther(paths, ["oidc"], "mounts that were asked for a login");
  assume(aGoodStart);
  expect(paths, "the mounts that were asked for a login").toEqual(["oidc"]);
  expect(workspace.script).toHaveSucceeded();
});
