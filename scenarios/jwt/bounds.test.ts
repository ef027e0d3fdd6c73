import { expect, scenario } from "../../harness/engine/index.ts";
import { expectRefused } from "../refusal.ts";

const grace = "0f4a4c8e-9a53-4f0e-8a52-6d5c8f0b7e22";

const bounds = [
  { role: {}, broken: { sub: undefined }, kept: {} },
  { role: { settings: { bound_subject: grace } }, broken: {}, kept: { sub: grace } },
  { role: { boundClaims: { owner_name: "grace" } }, broken: { owner_name: "ada" }, kept: { owner_name: "grace" } },
] as const;

scenario("JWT-05", async (stage) => {
  const { vault, coder } = stage;
  for (const bound of bounds) {
    const role = await vault.role(bound.role);

    await expectRefused(
      await coder.start({ role: role.name, claims: bound.broken, step: JSON.stringify(bound) }),
      stage,
    );

    const jwt = await coder.jwt({ claims: bound.kept });
    expect(await vault.verdict(role, jwt), `a login with ${JSON.stringify(bound.kept)}`).toBe("accepted");
  }
});
