import { expect, scenario } from "../../harness/engine/index.ts";
import { expectRefused } from "../refusal.ts";
import { expectAccepted } from "./accepted.ts";

const right = "https://vault.example.com";

scenario("JWT-10", async (stage) => {
  const { vault, coder, note } = stage;
  const role = await vault.role({ boundAudiences: [], boundClaims: { owner_name: "ada" } });
  const { name, version } = vault.program;

  for (const [aud, form] of [
    [right, "a string"],
    [[right], "a list"],
  ] as const) {
    const verdict = await vault.verdict(role, await coder.jwt({ claims: { aud } }));
    note(`Where a role binds no audience, a token whose audience is ${form} is ${verdict} by ${name} ${version}.`);
    const workspace = await coder.start({ role: role.name, claims: { aud } });
    await (verdict === "accepted" ? expectAccepted(workspace, role, stage) : expectRefused(workspace, stage));
  }

  const without = await coder.jwt({ claims: { aud: undefined } });
  expect(await vault.verdict(role, without), "a login without an audience").toBe("accepted");
});
