import { expect, scenario } from "../../harness/engine/index.ts";
import { expectRefused } from "../refusal.ts";

scenario("PATH-05", async (stage) => {
  const { vault, coder } = stage;
  const role = await vault.role({ mount: await vault.mount("jwt") });

  const workspace = await coder.start({ role: role.name, inputs: { vault_jwt_auth_path: "corp/jwt-typo" } });

  await expectRefused(workspace, stage);
  expect(workspace.script.log).toMention("corp/jwt-typo");
});
