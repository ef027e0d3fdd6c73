import type { Cell } from "../../model/index.ts";

/** How well a run has to be isolated: Terraform in a sandbox as well as workspaces, or with everything enforced that SECURITY.md promises. */
export type IsolationLevel = "sandboxed" | "complete";

/** Options that let the module's code reach further than without them. */
const opening = "--terraform-network";

/** What a cell's isolation lacks, a sentence each; none where it is enough. */
export function gapsInIsolation({ isolation, overrides = [] }: Cell, level: IsolationLevel): readonly string[] {
  if (isolation === undefined) return ["The report does not say what isolated the module's code."];
  const unsandboxed = isolation.terraform === "unsandboxed" ? ["Terraform ran outside of any sandbox."] : [];
  if (level === "sandboxed") return unsandboxed;
  const opened = overrides.includes(opening) ? [`The option ${opening} gave Terraform a network.`] : [];
  return [...unsandboxed, ...opened, ...(isolation.notEnforced ?? [])];
}

/** What isolated a cell's workspaces and its Terraform, in a few words; `undefined` where the report does not say. */
export function isolationInWords({ isolation }: Cell): string | undefined {
  if (isolation === undefined) return undefined;
  const { workspaces, terraform } = isolation;
  const ofTerraform = terraform === "unsandboxed" ? "Terraform unsandboxed" : `Terraform in ${terraform}`;
  return `workspaces in ${workspaces}, ${ofTerraform}`;
}
