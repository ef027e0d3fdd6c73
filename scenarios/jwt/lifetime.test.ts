import { expect, scenario } from "../../harness/engine/index.ts";
import { expectRefused } from "../refusal.ts";
import { expectAccepted } from "./accepted.ts";
import { claimsAt, type Times } from "./times.ts";

/** 60 s of clock skew, and 150 s more where a claim is made from another. */
const limits: readonly { readonly limit: number; readonly times: (past: number) => Times }[] = [
  { limit: 60, times: (past) => ({ iat: -900, exp: -past }) },
  { limit: 60, times: (past) => ({ nbf: past, exp: 900 }) },
  { limit: 60, times: (past) => ({ iat: past, nbf: 0, exp: 900 }) },
  { limit: 210, times: (past) => ({ iat: -past }) },
];
/** The same, of which a module can see no more than of those above. */
const furtherLimits: typeof limits = [
  { limit: 210, times: (past) => ({ iat: undefined, nbf: -past }) },
  { limit: 210, times: (past) => ({ iat: undefined, exp: past }) },
];

/** How far from a limit a token is: a start may be slow, and what it shows must not hang on that. */
const margin = { start: 45, login: 15 };

scenario("JWT-03", "lifetime", async (stage) => {
  const { vault, coder } = stage;
  const role = await vault.role();
  const start = (times: Times) =>
    coder.start({ role: role.name, claims: claimsAt(times), step: `${JSON.stringify(times)} from now` });
  const verdict = async (times: Times) => vault.verdict(role, await coder.jwt({ claims: claimsAt(times) }));

  for (const { limit, times } of [...limits, ...furtherLimits]) {
    const [within, past] = [times(limit - margin.login), times(limit + margin.login)];
    expect(await verdict(within), `a login with ${JSON.stringify(within)} from now`).toBe("accepted");
    expect(await verdict(past), `a login with ${JSON.stringify(past)} from now`).toBe("refused");
  }
  for (const { limit, times } of limits) {
    await expectAccepted(await start(times(limit - margin.start)), role, stage);
    await expectRefused(await start(times(limit + margin.start)), stage);
  }
});
