import { expect, scenario } from "../../harness/engine/index.ts";
import { expectNoLogin, expectRefused } from "../refusal.ts";

const forgeries = ["unknown-key", "stolen-kid", "altered-payload", "hs256-with-public-key"] as const;

scenario(
  "JWT-04",
  "Refused: an unknown key, an altered payload, alg none, and HS256 signed with the RS256 public key",
  {},
  async ({ vault, coder }) => {
    const role = await vault.role();

    for (const signed of forgeries) {
      await expectRefused(await coder.start({ role: role.name, signed }), vault);
    }

    // A module may say itself that a token without a signature is none; if it does not, Vault does.
    const unsigned = await coder.start({ role: role.name, signed: "alg-none" });
    const asked = (await vault.logins()).some(({ data }) => String(data.jwt).trim() === unsigned.jwt);
    await (asked ? expectRefused : expectNoLogin)(unsigned, vault);
    expect(await vault.verdict(role, unsigned.jwt), "a login with alg none").toBe("refused");
    expect(await vault.verdict(role, await coder.jwt()), "a login with a good signature").toBe("accepted");
  },
);
