import { expect, scenario } from "../../harness/engine/index.ts";
import { expectFailedStart, expectRefused } from "../refusal.ts";

const forgeries = ["unknown-key", "stolen-kid", "altered-payload", "alg-none", "hs256-with-public-key"] as const;

scenario("JWT-04", async (stage) => {
  const { vault, coder } = stage;
  const role = await vault.role();

  for (const signed of forgeries) {
    const workspace = await coder.start({ role: role.name, signed, step: signed });

    // A module may refuse by itself what has no signature to check; what it does not, Vault has to.
    const asked = (await vault.logins()).some(({ data }) => String(data.jwt).trim() === workspace.jwt);
    await (asked ? expectRefused(workspace, stage) : expectFailedStart(workspace, stage));
    expect(await vault.verdict(role, workspace.jwt), `a login with a forgery (${signed})`).toBe("refused");
  }
  expect(await vault.verdict(role, await coder.jwt()), "a login with a good signature").toBe("accepted");
});
