import { HarnessFault } from "../errors/index.ts";
import type { AgentKind } from "../model/index.ts";
import { agents } from "./agents.ts";
import type { MachineSpec } from "./types.ts";

/** What the harness itself takes from a workspace, by any of these names. */
export const neededCommands: readonly string[] = ["sh", "dash", "grep", "mkdir"];

/** Whether a workspace of a kind may be without a command, whether or not it has it. */
export function canLack(kind: AgentKind, command: string): boolean {
  return !neededCommands.includes(command) && !(command === "busybox" && agents[kind].isBusybox);
}

/**
 * Checks that a machine keeps what the harness runs there, and what the rest of its specification needs.
 *
 * @throws HarnessFault `runtime.needed`
 */
export function checkLacking({ kind, without = [], busybox = [] }: MachineSpec): void {
  const kept = without.filter((name) => !canLack(kind, name) || (name === "busybox" && busybox.length > 0));
  if (kept.length > 0) throw cannotLack(kept.join(", "));
}

export function cannotLack(what: string): HarnessFault {
  return new HarnessFault(
    "runtime.needed",
    `A workspace must have ${what}: the harness needs it there.`,
    "Remove it from the machine's `without`.",
    { what },
  );
}

/** Whether a file is a command, or the same with its version: `python3.11` is `python3`. */
export function isCommand(file: string, name: string): boolean {
  return file.startsWith(name) && /^(?:[\d.]+(?:-\w.*)?)?$/.test(file.slice(name.length));
}
