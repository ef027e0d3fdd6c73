import { existsSync } from "node:fs";
import { CannotRunHere } from "../../errors/index.ts";
import { chooseMeans } from "./means.ts";

/** Programs of this machine that a Debian workspace has and a module may count on. */
export const workspacePrograms = ["curl", "unzip"] as const;

/** Programs without which some requirements cannot be checked, and are unsupported. */
export const furtherPrograms = ["wget", "busybox", "perl"] as const;

/** Whether workspaces find the program. */
export function inWorkspaces(program: string): boolean {
  return existsSync(`/usr/bin/${program}`);
}

/**
 * Makes sure that servers and workspaces can be isolated here, before anything is started.
 *
 * @throws CannotRunHere `isolation.unavailable`, `isolation.programs`
 */
export async function requireProcessRuntime(): Promise<void> {
  await chooseMeans();
  const missing = workspacePrograms.filter((program) => !inWorkspaces(program));
  if (missing.length === 0) return;
  throw new CannotRunHere(
    "isolation.programs",
    `Workspaces would lack ${missing.join(" and ")}: there is no ${missing.map((name) => `/usr/bin/${name}`).join(" and no ")}.`,
    `Install ${missing.join(" and ")}, or use --runtime docker.`,
    { missing },
  );
}
