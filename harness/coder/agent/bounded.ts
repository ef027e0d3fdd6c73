import type { Command, CommandResult, Machine } from "../../runtime/index.ts";
import { whyUnstartable } from "./unstartable.ts";

/** What a command may take before it is ended. */
export interface Bounds {
  readonly milliseconds: number;
  readonly bytes: number;
}

export interface Bounded extends CommandResult {
  /** What it took more of than it may. */
  readonly exceeded?: keyof Bounds;
  /** Why it was not started. */
  readonly unstartable?: string;
}

/**
 * Runs a command that may hang, leave something behind that holds its output, or print without end. Its `onOutput` is
 * told of what is within the bounds.
 */
export async function runBounded(machine: Machine, command: Command, bounds: Bounds): Promise<Bounded> {
  const unstartable = whyUnstartable(command);
  if (unstartable !== undefined) {
    const output = `${unstartable}\n`;
    // Coder's agent has this status for what it could not start.
    return { exitCode: 255, stdout: "", stderr: output, output, unstartable };
  }
  const stopping = new AbortController();
  const stop = (exceeded: keyof Bounds) => stopping.abort(exceeded);
  const timer = setTimeout(stop, bounds.milliseconds, "milliseconds");
  const head: Buffer[] = [];
  let printed = 0;
  const onOutput: Command["onOutput"] = (chunk, stream) => {
    if (printed < bounds.bytes) {
      head.push(chunk);
      command.onOutput?.(chunk, stream);
    }
    printed += chunk.length;
    if (printed > bounds.bytes) stop("bytes");
  };
  try {
    const signal = AbortSignal.any([stopping.signal, ...(command.signal === undefined ? [] : [command.signal])]);
    return await machine.run({ ...command, onOutput, signal });
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    const output = Buffer.concat(head).toString();
    return { exitCode: 255, stdout: output, stderr: "", output, exceeded: stopping.signal.reason };
  } finally {
    clearTimeout(timer);
  }
}
