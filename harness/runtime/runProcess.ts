import { type ChildProcess, spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import { endProcessTree } from "./endProcessTree.ts";
import { type Executed, executed, type Piece } from "./executed.ts";
import type { Command } from "./types.ts";

/**
 * Runs a command to its end, in a session of its own and with exactly the given environment, keeping both streams and
 * their order. Where the signal is aborted, the command and all that it started are ended first.
 *
 * @throws the signal's reason
 */
export async function runProcess(
  argv: readonly string[],
  options: Omit<Command, "stdin"> & { readonly stdin?: string | Buffer },
): Promise<Executed> {
  options.signal?.throwIfAborted();
  const [command = "", ...args] = argv;
  const child = spawn(command, args, {
    env: { ...options.environment },
    // As a service starts its scripts: without input, unless there is some.
    stdio: [options.stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    // Without the terminal of the caller, which a command could read and write otherwise.
    detached: true,
  });
  if (options.urgent && child.pid !== undefined) hasten(child.pid);
  const pieces: Piece[] = [];
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]?.on("data", (chunk: Buffer) => {
      pieces.push({ stream, chunk });
      options.onOutput?.(chunk, stream);
    });
  }
  // A command that does not read its input must not bring the harness down with EPIPE.
  child.stdin?.on("error", () => {});
  child.stdin?.end(options.stdin);
  let held = false;
  const letGo = () => {
    held = true;
    child.stdout?.destroy();
    child.stderr?.destroy();
  };
  child.once("exit", () => {
    options.onEnd?.();
    // What it has written itself is there to be read.
    if (options.letGo?.aborted) setImmediate(letGo);
    else options.letGo?.addEventListener("abort", letGo, { once: true });
  });
  child.once("close", () => options.letGo?.removeEventListener("abort", letGo));
  const exitCode = await exitCodeOf(child, options.signal);
  return executed(pieces, exitCode, held);
}

/** What it starts inherits it. */
function hasten(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_HIGHEST);
  } catch {
    // Only root may; the command does without.
  }
}

async function exitCodeOf(child: ChildProcess, signal: AbortSignal | undefined): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const abort = () => {
    endProcessTree(child.pid ?? 0).then(() => reject(signal?.reason), reject);
  };
  child.once("error", reject);
  child.once("close", (code, by) => {
    if (!signal?.aborted) resolve(code ?? 128 + constants.signals[by ?? "SIGKILL"]);
  });
  signal?.addEventListener("abort", abort, { once: true });
  try {
    return await promise;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}
