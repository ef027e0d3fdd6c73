import { HarnessFault } from "../errors/index.ts";
import type { MachineSpec } from "./types.ts";

/** What the harness itself runs in a workspace, by any of these names. */
export const neededCommands: readonly string[] =
  "sh dash cat chmod chown dirname env find grep ln mkdir mkfifo mktemp mount nsenter rm sleep stat unshare".split(" ");

/**
 * Checks that nothing is to be taken from a machine that the harness runs there, or that the rest of the wish rests on.
 *
 * @throws HarnessFault `runtime.needed`
 */
export function checkLacking({ without = [], busybox = [] }: MachineSpec): void {
  const kept = without.filter((name) => (name === "busybox" ? busybox.length > 0 : neededCommands.includes(name)));
  if (kept.length > 0) throw cannotLack(kept.join(", "));
}

export function cannotLack(what: string): HarnessFault {
  return new HarnessFault(
    "runtime.needed",
    `A workspace cannot be without ${what}: the harness itself needs it there.`,
    "Take it out of the machine's `without`.",
    { what },
  );
}

/** Whether a file is a command, or the same with its version: `python3.11` is `python3`. */
export function isCommand(file: string, name: string): boolean {
  return file.startsWith(name) && /^(?:[\d.]+(?:-\w.*)?)?$/.test(file.slice(name.length));
}
