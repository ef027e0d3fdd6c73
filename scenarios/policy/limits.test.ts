import { expect, failAs, scenario, type Workspace } from "../../harness/engine/index.ts";
import type { JsonObject } from "../../harness/vault/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { expectNoLogin } from "../no-login.ts";
import { tokenIn, tokenOf } from "../token.ts";

const tenLookups = "for i in 1 2 3 4 5 6 7 8 9 10; do vault token lookup >/dev/null 2>&1 && echo ok || echo no; done";

scenario("POLICY-09", async ({ vault, coder, assume }) => {
  assume(aGoodStart);
  const start = async (settings: JsonObject, restarts?: Workspace) =>
    await coder.start({ role: (await vault.role({ settings })).name, ...(restarts && { restarts }) });

  const timed = await start({ token_ttl: 600, token_max_ttl: 900 });
  const itsToken = await tokenIn(timed);
  expect(await vault.lookup(itsToken), "a token of 10 minutes").toMatchObject({ type: "service", creation_ttl: 600 });
  expect(Number((await vault.lookup(itsToken))?.ttl), "its seconds left").toBeLessThanOrEqual(600);
  expect(await timed.shell("vault token renew -increment=1h")).toHaveSucceeded();
  const renewed = Number((await vault.lookup(itsToken))?.ttl);
  expect(renewed, "its seconds left, after it was renewed for an hour").toBeGreaterThan(600);
  expect(renewed, "its seconds left, after it was renewed for an hour").toBeLessThanOrEqual(900);

  const batch = await start({ token_type: "batch" });
  expect(batch.script).toHaveSucceeded();
  expect(await tokenOf(batch, vault), "a batch token").toMatchObject({ type: "batch" });
  expect(await batch.shell("vault token lookup")).toHaveSucceeded();

  const here = (await vault.logins()).at(-1)?.from ?? failAs("Vault's log to have a login's address", "it has none");
  const bound = await start({ token_bound_cidrs: here, token_num_uses: 8 }, batch);
  expect(bound.script).toHaveSucceeded();
  const fromElsewhere = await vault.api.ask("GET", "auth/token/lookup-self", undefined, {
    token: await tokenIn(bound),
  });
  expect(fromElsewhere.status, "Vault's answer to the token from another address").toBe(403);
  const uses = (await bound.shell(tenLookups)).stdout.match(/^(ok|no)$/gm);
  expect(uses?.join(" "), "ten uses of a token that has eight").toMatch(/^(ok ){1,8}no( no)*$/);

  await expectNoLogin(await start({ token_bound_cidrs: "192.0.2.0/24" }), vault);
});
