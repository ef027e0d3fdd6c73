import { expect, scenario, type VaultStage } from "../../harness/engine/index.ts";
import { readmeExamplePolicy } from "../../harness/run/index.ts";
import { aGoodStart } from "../assumptions.ts";
import { tokenIn } from "../token.ts";
import { expectOpen, ownPath, readmeRole } from "./readme.ts";

scenario("POLICY-08", async ({ vault, coder, note, assume }) => {
  assume(aGoodStart);
  const refusal = await refusalOfEvents(vault);
  const { name, version } = vault.program;
  const policy = "the module README's policy with subscribe and subscribe_event_types";
  note(`${name} ${version} ${refusal === undefined ? `accepts ${policy}` : `refuses ${policy}: ${refusal}`}`);
  const role = await readmeRole(vault, { subscribe: refusal === undefined });

  const workspace = await coder.start({ role: role.name });

  await expectOpen(workspace, vault, ownPath(workspace), ["create", "read"]);
  const token = await tokenIn(workspace);
  for (const path of [`kv/data/${ownPath(workspace)}`, `kv/metadata/${ownPath(workspace)}`]) {
    const { body } = await vault.api.demand("POST", "sys/capabilities", { token, paths: [path] });
    const wanted = ["create", "delete", "list", "read", ...(refusal === undefined ? ["subscribe"] : []), "update"];
    expect([...listOf(body.data?.[path])].sort(), `the token's capabilities at ${path}`).toEqual(wanted);
  }
});

/** Why the server takes no policy with the words for events; `undefined` where it takes one. */
async function refusalOfEvents(vault: VaultStage): Promise<string | undefined> {
  const { accessor } = await vault.mount("jwt");
  const policy = await readmeExamplePolicy(accessor, { subscribe: true });
  const { status, body } = await vault.api.ask("PUT", "sys/policies/acl/with-events", { policy });
  if (status < 400) await vault.api.demand("DELETE", "sys/policies/acl/with-events");
  if (status < 400) return undefined;
  // The reason stands last, after the paths of the policy.
  return (body.errors ?? [])
    .join("; ")
    .trim()
    .split(/\n\s*\* /)
    .at(-1)
    ?.replaceAll(accessor, "ACCESSOR");
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
