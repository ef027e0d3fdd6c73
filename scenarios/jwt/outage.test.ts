import { expect, scenario, type Workspace } from "../../harness/engine/index.ts";
import { expectRefused } from "../refusal.ts";
import { expectAccepted } from "./accepted.ts";
import { keySources } from "./keys.ts";

const outages = ["down", "5xx", "rubbish"] as const;

scenario("JWT-09", async (stage) => {
  const { vault, coder, site } = stage;
  const keys = site.keyServer;
  const sources = keySources(site);
  const role = await vault.role({ mount: await vault.mount("jwt", { trusts: sources.jwks }) });
  let workspace: Workspace | undefined;
  for (const outage of outages) {
    using _ = keys.outage(outage);
    const step = `the JWKS is ${outage}`;
    workspace = await coder.start({ role: role.name, step, ...(workspace && { restarts: workspace }) });
    await expectRefused(workspace, stage);
  }

  await expectAccepted(await coder.start({ role: role.name, ...(workspace && { restarts: workspace }) }), role, stage);

  await vault.mount("jwt", { trusts: sources.discovery });
  const jwt = await coder.jwt();
  for (const outage of outages) {
    using _ = keys.outage(outage);
    expect(await vault.verdict(role, jwt), `a login while discovery is ${outage}`).toBe("refused");
  }
  expect(await vault.verdict(role, jwt), "a login when discovery is back").toBe("accepted");
});
