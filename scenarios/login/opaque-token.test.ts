import { expect, scenario } from "../../harness/engine/index.ts";
import { linesBeyond } from "../../harness/engine/logs/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectFailedStart, expectRefused } from "../refusal.ts";

scenario("LOGIN-12", async (stage) => {
  const { vault, coder, site } = stage;
  const good = await stage.logOf(aGoodStart);
  const role = await vault.role();
  const opaque = await site.issuer.accessToken(coder.owner, { opaque: true });
  const none = { oidcAccessToken: "", loginType: "password" } as const;

  const workspace = await coder.start({ role: role.name, jwt: opaque });

  // A module may see by itself that it is no JWT; what it sends, Vault has to refuse.
  if ((await vault.logins()).length > 0) return await expectRefused(workspace, stage);
  await expectFailedStart(workspace, stage);
  const withoutToken = await coder.start({ role: role.name, owner: none });
  for (const log of [good, withoutToken.script.log])
    expect(linesBeyond(workspace.script.log, log), "what the log says of an opaque token alone").not.toEqual([]);
});
