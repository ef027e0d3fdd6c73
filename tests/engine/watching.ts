import { endWatch, type SeenProcess, watchMachine } from "../../harness/engine/starts/index.ts";
import type { Machine } from "../../harness/runtime/index.ts";

/** Milliseconds for which the processes live that have to be seen. */
const lifetime = 20;
const life = `perl -e 'select undef, undef, undef, ${lifetime / 1000}; exec @ARGV if @ARGV > 1'`;

/** A process that has a name as its last argument, and how many words it has. */
export const living = (name: string): string => `OWN=${name} ${life} ${name}`;
export const livingWords = 4;

/** One that becomes such a process after it has lived as long. */
export const becoming = (name: string): string => `OWN=${name} ${life} ${life} ${name}`;
export const becomingWords = 7;

/**
 * Runs commands one after another under a watch. Where it had no core for as long as the processes live, which is no
 * fault of its own, it is tried again.
 */
export async function watched(machine: Machine, commands: readonly string[]): Promise<readonly SeenProcess[]> {
  const argv = ["/bin/sh", "-c", [...commands, "true"].join("\n")];
  for (;;) {
    const watch = await watchMachine(machine, { rest: 1 });
    await machine.run({ argv, environment: machine.environment });
    const { longestPause, processes } = await endWatch(machine, watch);
    if (longestPause <= lifetime) return processes.filter(({ args }) => args[0] === "perl");
  }
}
