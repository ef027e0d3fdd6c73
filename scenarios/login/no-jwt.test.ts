import { expect, scenario } from "../../harness/engine/index.ts";
import { linesBeyond } from "../../harness/engine/logs/index.ts";
import { aGoodStart, aRefusal } from "../assumptions.ts";
import { expectNoOther } from "../no-other.ts";
import { expectFailedStart } from "../refusal.ts";

scenario("LOGIN-11", async (stage) => {
  const logs = [await stage.logOf(aGoodStart), await stage.logOf(aRefusal)];
  const role = await stage.vault.role();

  const workspace = await stage.coder.start({
    role: role.name,
    owner: { oidcAccessToken: "", loginType: "password" },
  });

  const sent = (await stage.vault.logins()).map(({ data }) => String(data.jwt ?? "").trim());
  expectNoOther(sent, [""], "JWTs than an empty one that Vault received");
  await expectFailedStart(workspace, stage);
  for (const log of logs)
    expect(linesBeyond(workspace.script.log, log), "what the log says of no JWT alone").not.toEqual([]);
});
