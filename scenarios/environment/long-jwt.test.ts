import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { jwtsReceived } from "../login/jwts.ts";
import { expectLogin } from "./login.ts";

const groups = Array.from({ length: 250 }, (_, at) => `engineering-team-${String(at).padStart(6, "0")}`);

scenario("ENV-04", "long-jwt", async ({ vault, coder, assume }) => {
  const role = await vault.role();

  const workspace = await coder.start({ role: role.name, claims: { groups } });

  expect(workspace.jwt.length, "characters of the JWT").toBeGreaterThan(8_192);
  assume(aGoodStart);
  expect((await jwtsReceived(vault)).at(-1) === workspace.jwt, "Vault received the whole JWT").toBe(true);
  await expectLogin(workspace, vault, role);
});
