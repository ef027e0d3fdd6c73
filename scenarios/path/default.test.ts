import { expect, scenario } from "../../harness/engine/index.ts";
import { pathsAsked } from "./paths.ts";

scenario("PATH-01", async ({ vault, coder }) => {
  const role = await vault.role({ mount: await vault.mount("jwt") });

  const workspace = await coder.start({ role: role.name });

  expect(workspace.script).toHaveSucceeded();
  expect(await pathsAsked(vault), "the mounts that were asked for a login").toEqual(["jwt"]);
});
