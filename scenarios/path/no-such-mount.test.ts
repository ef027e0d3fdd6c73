import { expect, scenario } from "../../harness/engine/index.ts";
import { expectRefused } from "../refusal.ts";

scenario(
  "PATH-05",
  "A mount that does not exist refuses the login, and the log names the path",
  { tokens: ["oidc", "custom"], inputs: ["vault_jwt_auth_path"] },
  async ({ vault, coder }) => {
    const role = await vault.role({ mount: await vault.mount("jwt") });

    const workspace = await coder.start({ role: role.name, inputs: { vault_jwt_auth_path: "corp/jwt-typo" } });

    await expectRefused(workspace, vault);
    expect(workspace.script.log).toMention("corp/jwt-typo");
  },
);
