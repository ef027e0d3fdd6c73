import { readFile } from "node:fs/promises";

/** Sends a signal to what runs in a sandbox, past the process that waits for it outside, which would end of it. */
export async function signalInside(waiting: number, signal: NodeJS.Signals): Promise<void> {
  const children = await readFile(`/proc/${waiting}/task/${waiting}/children`, "utf8").catch(() => "");
  for (const child of children.trim().split(" ").map(Number)) {
    try {
      if (child > 0) process.kill(child, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}
