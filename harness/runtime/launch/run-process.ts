import { constants } from "node:os";
import type { Command } from "../types.ts";
import { endProcessTree } from "./end-process-tree.ts";
import { type Executed, executed, type Piece } from "./executed.ts";
import { type Closed, type Launched, launch } from "./launch.ts";

/**
 * Runs a command to its end, in a session of its own and with exactly the given environment, keeping both streams and
 * their order. Where the signal is aborted, the command and all that it started are ended first.
 *
 * @throws the signal's reason
 */
export async function runProcess(
  argv: readonly string[],
  { environment, stdin, urgent, onOutput, onEnd, letGo, signal }: Omit<Command, "argv">,
): Promise<Executed> {
  signal?.throwIfAborted();
  const pieces: Piece[] = [];
  const launched = launch({
    argv,
    environment,
    stdin,
    urgent,
    onEnd,
    onOutput(chunk, stream) {
      pieces.push({ stream, chunk });
      onOutput?.(chunk, stream);
    },
  });
  letGo?.addEventListener("abort", launched.letGo, { once: true });
  if (letGo?.aborted) launched.letGo();
  try {
    const { code, signal: by, held } = await unlessAborted(launched, signal);
    return executed(pieces, code ?? 128 + constants.signals[by ?? "SIGKILL"], held);
  } finally {
    letGo?.removeEventListener("abort", launched.letGo);
  }
}

/** @throws the signal's reason, once nothing is left of the command */
async function unlessAborted(launched: Launched, signal: AbortSignal | undefined): Launched["closed"] {
  const { promise, resolve, reject } = Promise.withResolvers<Closed>();
  const abort = () => {
    launched.pid
      .then(endProcessTree)
      .then(() => reject(signal?.reason))
      .catch(reject);
  };
  signal?.addEventListener("abort", abort, { once: true });
  launched.closed.then((closed) => {
    if (!signal?.aborted) resolve(closed);
  }, reject);
  try {
    return await promise;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}
