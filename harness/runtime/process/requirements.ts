import { existsSync } from "node:fs";
import { CannotRunHere } from "../../errors/index.ts";
import type { AgentKind } from "../../model/index.ts";
import { agents } from "../agents.ts";
import { chooseMeans } from "./namespaces/index.ts";

/** Programs without which some requirements cannot be checked, and are unsupported. */
export const furtherPrograms = ["wget", "busybox", "perl", "zsh"] as const;

/** Whether workspaces find the program. */
export function inWorkspaces(program: string): boolean {
  return existsSync(`/usr/bin/${program}`);
}

/** What this machine lacks of the programs that a kind of workspace has. */
export function lackingFor(kind: AgentKind): readonly string[] {
  return agents[kind].programs.filter((program) => !inWorkspaces(program));
}

/**
 * Makes sure that servers and workspaces of these kinds can be isolated here, before anything is started.
 *
 * @throws CannotRunHere `isolation.unavailable`, `isolation.programs`
 */
export async function requireProcessRuntime(kinds: readonly AgentKind[] = ["debian"]): Promise<void> {
  await chooseMeans();
  const missing = [...new Set(kinds.flatMap(lackingFor))];
  if (missing.length === 0) return;
  throw new CannotRunHere(
    "isolation.programs",
    `Workspaces would lack ${missing.join(" and ")}: there is no ${missing.map((name) => `/usr/bin/${name}`).join(" and no ")}.`,
    `Install ${missing.join(" and ")}, or use --runtime docker.`,
    { missing },
  );
}
