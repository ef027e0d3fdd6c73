import { expect, type StartOptions, scenario, type Workspace } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { tokensHeld } from "../token.ts";

/** What the second build has: Coder gives the same OIDC token until it expires, and none to whose link has gone. */
const builds: Readonly<Record<string, (first: Workspace) => Pick<StartOptions, "jwt">>> = {
  "Vault refuses a new JWT": () => ({}),
  "Vault refuses the JWT of before": ({ jwt }) => ({ jwt }),
  "there is no JWT": () => ({ jwt: "" }),
};

scenario("LOGIN-14", async ({ vault, coder, assume }) => {
  for (const [step, secondBuild] of Object.entries(builds)) {
    const role = await vault.role();
    const accepted = await coder.start({ role: role.name, step: "first start" });
    const issued = await vault.accessors();
    await vault.role({ name: role.name, boundAudiences: ["https://elsewhere.example"] });

    const refused = await coder.start({ role: role.name, restarts: accepted, ...secondBuild(accepted), step });

    expect(await vault.accessors(), `tokens that Vault has issued when ${step}`).toEqual(issued);
    for (const token of await tokensHeld(refused)) {
      const works = (await vault.lookup(token)) !== undefined;
      expect(works ? "one that Vault knows" : "none that works", "a token in new shells").toBe("none that works");
    }
    expect(await refused.command("vault token lookup")).toHaveFailed();
    assume(aGoodStart);
    expect(accepted.script).toHaveSucceeded();
  }
});
