import { expect, type Workspace } from "../harness/engine/index.ts";

/** What Vault says about the token of a new terminal; whatever else the terminal prints stands before it. */
export async function tokenOf(workspace: Workspace): Promise<unknown> {
  const lookup = await workspace.shell("vault token lookup -format=json");
  expect(lookup).toHaveSucceeded();
  const [json] = /^\{[\s\S]*^\}/m.exec(lookup.stdout) ?? [];
  expect(json, lookup.output).toBeDefined();
  return JSON.parse(json ?? "null").data;
}
