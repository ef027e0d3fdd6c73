import type { Confinement } from "../runtime/index.ts";

/** What the report says of a Terraform that this machine does not keep apart as it should. */
export function terraformNotes(confinement: Confinement): readonly string[] {
  if (confinement.kind === "unsandboxed")
    return [
      `Terraform ran unsandboxed: code of the module could do on this machine what the caller can (${confinement.reason}).`,
    ];
  return confinement.network
    ? ["Terraform had the network of this machine for plans and applies (--terraform-network)."]
    : [];
}
