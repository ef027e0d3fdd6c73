import { expect, scenario } from "../../harness/engine/index.ts";
import { expectRefused } from "../refusal.ts";
import { expectAccepted } from "./accepted.ts";
import { claimsAt } from "./times.ts";

/** Each turns the verdict on these times. */
const turning = [
  { settings: { clock_skew_leeway: 600 }, times: { exp: -300 }, verdict: "accepted" },
  { settings: { expiration_leeway: 20 }, times: { iat: -120 }, verdict: "refused" },
] as const;

/** The same, of which a module can see no more than of those above. */
const turningToo = [
  { settings: { clock_skew_leeway: 5 }, times: { exp: -15 }, verdict: "refused" },
  { settings: { expiration_leeway: 600 }, times: { iat: -400 }, verdict: "accepted" },
  { settings: { not_before_leeway: 600 }, times: { iat: undefined, exp: 400 }, verdict: "accepted" },
  { settings: { not_before_leeway: 20 }, times: { iat: undefined, exp: 140 }, verdict: "refused" },
] as const;

/** For a claim that is absent alone: they do nothing for one that is there. */
const idle = [
  { settings: { expiration_leeway: 600 }, times: { exp: -85 } },
  { settings: { not_before_leeway: 600 }, times: { nbf: 120, exp: 900 } },
] as const;

scenario("JWT-03", "leeways", async (stage) => {
  const { vault, coder } = stage;
  const plain = await vault.role();

  for (const { settings, times, verdict } of turning) {
    const role = await vault.role({ settings });
    const workspace = await coder.start({
      role: role.name,
      claims: claimsAt(times),
      step: JSON.stringify({ settings, times }),
    });
    await (verdict === "accepted" ? expectAccepted(workspace, role, stage) : expectRefused(workspace, stage));
    const otherwise = await vault.verdict(plain, workspace.jwt);
    expect(otherwise, `the same login without ${JSON.stringify(settings)}`).not.toBe(verdict);
  }

  for (const { settings, times, verdict } of turningToo) {
    const jwt = await coder.jwt({ claims: claimsAt(times) });
    const what = `a login with ${JSON.stringify({ settings, times })}`;
    expect(await vault.verdict(await vault.role({ settings }), jwt), what).toBe(verdict);
    expect(await vault.verdict(plain, jwt), `${what}, but for the settings`).not.toBe(verdict);
  }

  for (const { settings, times } of idle) {
    const role = await vault.role({ settings });
    const jwt = await coder.jwt({ claims: claimsAt(times) });
    expect(await vault.verdict(role, jwt), `a login with ${JSON.stringify({ settings, times })}`).toBe("refused");
  }
});
