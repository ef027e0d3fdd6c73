import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { lookedUpByCli, tokensHeld } from "../token.ts";

scenario("LOGIN-08", async ({ vault, coder, assume }) => {
  const role = await vault.role();
  const first = await coder.start({ role: role.name });
  const older = await tokensHeld(first);

  const second = await coder.start({ role: role.name, restarts: first, step: "second start" });

  assume(aGoodStart);
  expect(await lookedUpByCli(second), "the token of a new terminal").toMatchObject({ path: "auth/jwt/login" });
  const kept = (await tokensHeld(second)).filter((token) => older.includes(token));
  expect(kept, "tokens of the first start in new shells").toEqual([]);
});
