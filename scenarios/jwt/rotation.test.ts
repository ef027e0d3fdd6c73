import { expect, scenario } from "../../harness/engine/index.ts";
import { expectRefused } from "../refusal.ts";
import { expectAccepted } from "./accepted.ts";
import { keySources, keysOf } from "./keys.ts";

scenario("JWT-08", async (stage) => {
  const { vault, coder, site } = stage;
  const keys = site.keyServer;
  const { jwks } = keySources(site);
  using _first = keys.publish(keysOf(site.signer, "RS256"));
  const role = await vault.role({ mount: await vault.mount("jwt", { trusts: jwks }) });
  const workspace = await coder.start({ role: role.name, signed: "RS256" });
  await expectAccepted(workspace, role, stage);

  using _rotated = keys.publish(keysOf(site.signer, "RS256", "ES256"));
  await expectAccepted(await coder.start({ role: role.name, restarts: workspace, signed: "ES256" }), role, stage);

  using _removed = keys.publish(keysOf(site.signer, "ES256", "EdDSA"));
  // What makes Vault ask for the keys anew is one that it does not know.
  const unknown = await coder.jwt({ signed: "EdDSA" });
  expect(await vault.verdict(role, unknown), "a login with a key that is new again").toBe("accepted");
  await expectRefused(await coder.start({ role: role.name, signed: "RS256" }), stage);
});
