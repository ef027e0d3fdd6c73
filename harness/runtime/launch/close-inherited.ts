import { closeSync, existsSync, readdirSync, readFileSync } from "node:fs";

const closesOnExec = 0o2000000;

/**
 * Closes what the caller of this process had open and left to it beside the three standard streams, so that nothing
 * that is started inherits it: a lock of a shell leads to the caller's files. Node.js opens what is its own so that no
 * other program gets it, also the channel to a parent.
 */
export function closeInherited(): void {
  // Only Linux says which these are.
  if (!existsSync("/proc/self/fd")) return;
  for (const descriptor of readdirSync("/proc/self/fd").map(Number)) {
    if (descriptor > 2 && isLeftToOthers(descriptor)) closeSync(descriptor);
  }
}

function isLeftToOthers(descriptor: number): boolean {
  const flags = /^flags:\t(\d+)$/m.exec(infoOf(descriptor))?.[1];
  return flags !== undefined && (Number.parseInt(flags, 8) & closesOnExec) === 0;
}

/** Empty where it was only open to list the others. */
function infoOf(descriptor: number): string {
  try {
    return readFileSync(`/proc/self/fdinfo/${descriptor}`, "utf8");
  } catch {
    return "";
  }
}
