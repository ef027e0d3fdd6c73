import { expect, scenario } from "../../harness/engine/index.ts";
import { limits, poll } from "../../harness/waiting/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { tokenOf } from "../token.ts";

scenario("ENV-06", "expired-meanwhile", async ({ vault, coder, assume }) => {
  const role = await vault.role();
  const first = await coder.start({ role: role.name });
  // A token without exp lives as long from its iat as the role says.
  const isOver = { expiration_leeway: 1, clock_skew_leeway: -1 };
  await vault.role({ name: role.name, settings: isOver });
  const refused = async () => ((await vault.verdict(role, first.jwt)) === "refused" ? true : undefined);
  await poll(refused, { what: "Vault to take the JWT for expired", limit: limits.serverReady });

  const second = await coder.start({ role: role.name, again: first, step: "the JWT has expired" });

  assume(aGoodStart);
  expect(await tokenOf(second, vault), "the token in a new terminal").toMatchObject({ meta: { role: role.name } });
});
