import { expect, scenario } from "../../harness/engine/index.ts";
import { expectRefused } from "../refusal.ts";
import { expectAccepted } from "./accepted.ts";
import { claimsAt } from "./times.ts";

scenario("JWT-06", async (stage) => {
  const { vault, coder } = stage;
  const role = await vault.role();

  const fresh = await coder.start({ role: role.name });
  const old = await coder.start({
    role: role.name,
    claims: claimsAt({ iat: -600 }),
    step: "a token of 10 minutes ago",
  });

  expect(fresh.claims, "the README's claims").toHaveProperty("iat");
  expect(fresh.claims, "the README's claims").not.toHaveProperty("exp");
  await expectAccepted(fresh, role, stage);
  await expectRefused(old, stage);
});
