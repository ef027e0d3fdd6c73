import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { Command, CommandResult } from "./types.ts";

interface RawResult {
  readonly text: CommandResult;
  readonly stdout: Buffer;
}

/** Runs a command to its end with exactly the given environment, keeping both streams and their order. */
export async function runProcess(
  argv: readonly string[],
  options: Omit<Command, "stdin"> & { readonly stdin?: string | Buffer },
): Promise<RawResult> {
  const [command = "", ...args] = argv;
  const child = spawn(command, args, {
    env: { ...options.environment },
    stdio: ["pipe", "pipe", "pipe"],
    signal: options.signal,
  });
  const pieces: { stream: "stdout" | "stderr"; chunk: Buffer }[] = [];
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].on("data", (chunk: Buffer) => {
      pieces.push({ stream, chunk });
      options.onOutput?.(chunk, stream);
    });
  }
  // A command that does not read its input must not bring the harness down with EPIPE.
  child.stdin.on("error", () => {});
  child.stdin.end(options.stdin ?? "");
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once("error", reject);
  child.once("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]));
  const exitCode = await promise;
  const join = (stream?: string) =>
    Buffer.concat(
      pieces.filter((piece) => stream === undefined || piece.stream === stream).map((piece) => piece.chunk),
    );
  const stdout = join("stdout");
  return {
    stdout,
    text: { exitCode, stdout: stdout.toString(), stderr: join("stderr").toString(), output: join().toString() },
  };
}
