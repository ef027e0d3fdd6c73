import { expect, scenario } from "../../harness/engine/index.ts";
import { expectRefused } from "../refusal.ts";

const names = ["", 7, ["ada"], { name: "ada" }];

scenario("JWT-11", async (stage) => {
  const { vault, coder } = stage;
  const role = await vault.role();
  const byOwner = await vault.role({ settings: { user_claim: "owner_name" } });

  for (const name of names) {
    await expectRefused(
      await coder.start({ role: role.name, claims: { sub: name }, step: `sub: ${JSON.stringify(name)}` }),
      stage,
    );

    const jwt = await coder.jwt({ claims: { owner_name: name } });
    expect(await vault.verdict(byOwner, jwt), `a login by ${JSON.stringify(name)}`).toBe("refused");
  }
  expect(await vault.verdict(byOwner, await coder.jwt()), "a login by a name").toBe("accepted");
});
