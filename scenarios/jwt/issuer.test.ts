import { expect, scenario } from "../../harness/engine/index.ts";
import { expectRefused } from "../refusal.ts";

scenario("JWT-02", async (stage) => {
  const { vault, coder } = stage;
  const role = await vault.role();

  const workspace = await coder.start({ role: role.name, claims: { iss: "https://elsewhere.example" } });

  await expectRefused(workspace, stage);
  for (const iss of [undefined, "", "https://code.example.com/"]) {
    const jwt = await coder.jwt({ claims: { iss } });
    expect(await vault.verdict(role, jwt), `a login with the issuer ${JSON.stringify(iss)}`).toBe("refused");
  }
  expect(await vault.verdict(role, await coder.jwt()), "a login with the right issuer").toBe("accepted");
});
