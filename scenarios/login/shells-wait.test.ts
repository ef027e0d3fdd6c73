import { expect, scenario } from "../../harness/engine/index.ts";
import { aTokenInShells } from "../assumptions.ts";
import { inOwnShell } from "../shells.ts";

scenario("LOGIN-09", async ({ vault, coder, assume }) => {
  const role = await vault.role();

  const workspace = await coder.start({ role: role.name, session: inOwnShell("vault token lookup") });

  assume(aTokenInShells);
  expect(workspace.session()).toHaveSucceeded();
});
