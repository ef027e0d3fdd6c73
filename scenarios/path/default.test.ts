import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectNoOther } from "../no-other.ts";
import { pathsAsked } from "./paths.ts";

scenario("PATH-01", async ({ vault, coder, assume }) => {
  const role = await vault.role({ mount: await vault.mount("jwt") });

  const workspace = await coder.start({ role: role.name });

  const paths = await pathsAsked(vault);
  expectNoOther(paths, ["jwt"], "mounts that were asked for a login");
  assume(aGoodStart);
  expect(paths, "the mounts that were asked for a login").toEqual(["jwt"]);
  expect(workspace.script).toHaveSucceeded();
});
