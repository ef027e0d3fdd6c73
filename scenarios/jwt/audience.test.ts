import { expect, scenario } from "../../harness/engine/index.ts";
import { expectRefused } from "../refusal.ts";

const right = "https://vault.example.com";
const wrong = "https://elsewhere.example";

const verdicts = [
  ["refused", ["", `${right}/`, [wrong], []]],
  ["accepted", [right, [wrong, right]]],
] as const;

scenario("JWT-01", async (stage) => {
  const { vault, coder } = stage;
  const role = await vault.role({ boundAudiences: [right] });

  for (const aud of [wrong, undefined]) {
    await expectRefused(
      await coder.start({ role: role.name, claims: { aud }, step: `aud: ${JSON.stringify(aud)}` }),
      stage,
    );
  }

  for (const [verdict, audiences] of verdicts) {
    for (const aud of audiences) {
      const jwt = await coder.jwt({ claims: { aud } });
      expect(await vault.verdict(role, jwt), `a login with the audience ${JSON.stringify(aud)}`).toBe(verdict);
    }
  }
});
