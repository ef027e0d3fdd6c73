import { expect, scenario } from "../../harness/engine/index.ts";
import { pathsAsked } from "./paths.ts";

scenario("PATH-02", async ({ vault, coder }) => {
  await vault.role({ name: "coder", mount: await vault.mount("oidc") });

  const workspace = await coder.start({ example: "auth-path" });

  expect(workspace.script).toHaveSucceeded();
  expect(await pathsAsked(vault), "the mounts that were asked for a login").toEqual(["oidc"]);
});
