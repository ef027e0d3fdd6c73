import { expect, failAs, scenario } from "../../harness/engine/index.ts";
import { expectNoLogin } from "../refusal.ts";

const saysSo =
  /\bopaque\b|\bmalformed\b|\b(not an?|(is|are|as) no|invalid)( valid| signed| well-formed)? (jwt|jws)\b|\bthree\b.*\b(parts|segments)\b/i;

scenario("LOGIN-12", async ({ vault, coder, site }) => {
  const role = await vault.role();
  const opaque = await site.issuer.accessToken(coder.owner, { opaque: true });

  const workspace = await coder.start({ role: role.name, jwt: opaque });

  await expectNoLogin(workspace, vault);
  const { log } = workspace.script;
  if ((await vault.logins()).length > 0) expect(log).toMention(await vault.lastRefusal());
  else if (!saysSo.test(log)) failAs("the log to say that the token is no JWT", "it does not");
});
