import { chooseMeans } from "./process/means.ts";
import type { RuntimeKind } from "./types.ts";

/** What stands between the code of a module and this machine. */
export interface Isolation {
  /** What isolates workspaces. */
  readonly workspaces: "docker" | "bubblewrap" | "unshare";
  /** What isolates Terraform and what it starts. */
  readonly terraform: "bubblewrap" | "unshare" | "container" | "unsandboxed";
  /** What SECURITY.md promises and this machine cannot enforce, a sentence each; left out where there is nothing. */
  readonly notEnforced?: readonly string[];
}

/** The isolation that a run on a runtime has on this machine. */
export async function isolationOf(runtime: RuntimeKind): Promise<Isolation> {
  const workspaces = runtime === "docker" ? "docker" : (await chooseMeans()).name;
  return { workspaces, terraform: "unsandboxed" };
}
