import { expect, scenario } from "../../harness/engine/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { readmeRole } from "./readme.ts";
import { answersTo } from "./requests.ts";

/** What a claim can hold, and the path of somebody else that it would lead to. */
const cases = [
  { claims: { workspace_name: "*" }, of: "app/coder/ada/another" },
  { claims: { owner_name: "+", workspace_name: "plans" }, of: "app/coder/grace/plans" },
  { claims: { owner_name: "grace/team", workspace_name: "plans" }, of: "app/coder/grace/team/plans" },
];

scenario("POLICY-11", async ({ vault, coder, note, assume }) => {
  const role = await readmeRole(vault);
  assume(aGoodStart);
  const { name, version } = vault.program;

  for (const { claims, of } of cases) {
    for (const path of [of, "elsewhere/plans"]) await vault.secret("kv", path, { colour: "ochre" });
    const what = JSON.stringify(claims);
    const workspace = await coder.start({ role: role.name, claims, step: what });

    const [theirs, outside] = await answersTo(workspace, vault, [
      { method: "GET", path: `kv/data/${of}` },
      { method: "GET", path: "kv/data/elsewhere/plans" },
    ]);
    // A server that refuses to fill the claim in calls the request invalid.
    expect([400, 403], `the answer to ${outside?.what} with the claims ${what}`).toContain(outside?.status);
    const opens = theirs?.status === 200;
    note(
      opens
        ? `Warning: in the README's policy, the claims ${what} open ${of} on ${name} ${version}. ${remedy}`
        : `In the README's policy, the claims ${what} open nothing of others on ${name} ${version}.`,
    );
  }
});

const remedy =
  "Use Vault 1.19.17, 1.20.11, 1.21.6, 2.0.1 or newer (for slashes an option of 2.0.4), or OpenBao 2.6.0 or newer, or let nobody choose these claims.";
