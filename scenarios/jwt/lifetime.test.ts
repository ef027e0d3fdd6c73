import { scenario } from "../../harness/engine/index.ts";
import { expectRefused } from "../refusal.ts";
import { expectAccepted } from "./accepted.ts";
import { claimsAt, type Times } from "./times.ts";

/** 25 s on either side of each limit: 60 s of clock skew, and 150 s more where a claim is made from another. */
const limits: readonly { readonly within: Times; readonly past: Times }[] = [
  { within: { iat: -900, exp: -35 }, past: { iat: -900, exp: -85 } },
  { within: { nbf: 35, exp: 900 }, past: { nbf: 85, exp: 900 } },
  { within: { iat: 35, nbf: 0, exp: 900 }, past: { iat: 85, nbf: 0, exp: 900 } },
  { within: { iat: -185 }, past: { iat: -235 } },
  { within: { iat: undefined, exp: 185 }, past: { iat: undefined, exp: 235 } },
];

scenario(
  "JWT-03",
  "Refused: expired, not yet valid or issued in the future, past the leeway; accepted within it",
  {},
  async ({ vault, coder }) => {
    const role = await vault.role();
    const start = (times: Times) => coder.start({ role: role.name, claims: claimsAt(times) });

    for (const { within, past } of limits) {
      await expectAccepted(await start(within), role);
      await expectRefused(await start(past), vault);
    }
  },
);
