import { expect, findSecrets, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectNoOther } from "../no-other.ts";
import { knownTokensIn, lookedUpByCli } from "../token.ts";

scenario("PRE-02", async ({ vault, coder, assume }) => {
  const role = await vault.role();
  const unclaimed = await coder.start({ role: role.name, prebuild: "unclaimed", step: "nobody has claimed it" });
  const before = await vault.issued();
  const loginsBefore = (await vault.logins()).length;

  const claim = { restarts: unclaimed, prebuild: "claim", name: "swallow" } as const;
  const claimed = await coder.start({ role: role.name, ...claim, step: "it is claimed" });

  const sent = (await vault.logins()).slice(loginsBefore).map(({ data }) => String(data.jwt).trim());
  expectNoOther(sent, [claimed.jwt], "JWTs that Vault received after the claim");
  const own = (await vault.issued()).filter((token) => !before.includes(token));
  expectNoOther(await knownTokensIn(claimed, vault), own, "tokens in new shells");
  const left = await findSecrets(claimed.machine, [unclaimed.jwt, ...before]);
  expect(left, "files with a secret of before the claim").toEqual([]);
  assume(aGoodStart);
  expect(claimed.script).toHaveSucceeded();
  expect(await lookedUpByCli(claimed), "the token of a new terminal").toMatchObject({ path: "auth/jwt/login" });
});
