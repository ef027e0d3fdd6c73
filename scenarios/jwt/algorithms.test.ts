import { expect, scenario } from "../../harness/engine/index.ts";
import { expectAccepted } from "./accepted.ts";
import { keySources } from "./keys.ts";

const algorithms = ["RS256", "ES256", "EdDSA"] as const;
/** A module sees how a JWT is signed, and not where Vault has the key from: each way once. */
const started = { jwks: "RS256", discovery: "ES256", static: "EdDSA" } as const;

scenario("JWT-07", async (stage) => {
  const { vault, coder, site } = stage;
  const sources = keySources(site);
  for (const way of ["jwks", "discovery", "static"] as const) {
    const role = await vault.role({ mount: await vault.mount("jwt", { trusts: sources[way] }) });

    await expectAccepted(await coder.start({ role: role.name, signed: started[way] }), role, stage);

    for (const signed of algorithms) {
      const verdict = await vault.verdict(role, await coder.jwt({ signed }));
      expect(verdict, `a login with ${signed} and keys by ${way}`).toBe("accepted");
    }
  }
});
