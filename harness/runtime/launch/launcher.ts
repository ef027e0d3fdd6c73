/**
 * Starts commands for a thread of the harness, and passes on what they say. A start copies the tables of all memory that
 * the starting process has: there it takes twenty milliseconds, in this small process one.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import { closeInherited } from "./close-inherited.ts";

/** What a thread asks for. */
export type LauncherOrder =
  | {
      readonly id: number;
      readonly start: {
        readonly argv: readonly string[];
        readonly environment: Readonly<Record<string, string>>;
        /** Default: the harness's own. */
        readonly folder?: string | undefined;
        readonly stdin?: string | Uint8Array | undefined;
        readonly urgent?: true | undefined;
      };
    }
  | { readonly id: number; readonly kill: NodeJS.Signals }
  /** The output of a command that has ended, or ends, is not waited for any longer. */
  | { readonly id: number; readonly letGo: true };

/** What it is told. */
export type LauncherNews = { readonly id: number } & (
  | { readonly started: { readonly pid: number } }
  | { readonly output: Uint8Array; readonly stream: "stdout" | "stderr" }
  | { readonly ended: true }
  /** Its output has ended too, or the launcher no longer waits for it. */
  | {
      readonly closed: {
        readonly code: number | null;
        readonly signal: NodeJS.Signals | null;
        /** Something that it left behind still held its output when the launcher stopped waiting for it. */
        readonly held: boolean;
      };
    }
  /** Why it could not be started. */
  | { readonly refused: Error }
);

interface Running {
  readonly child: ChildProcess;
  held: boolean;
}

closeInherited();

const running = new Map<number, Running>();

function tell(news: LauncherNews, told: () => void = () => {}): boolean {
  return process.send?.(news, undefined, undefined, told) ?? false;
}

function start(id: number, { argv, environment, folder, stdin, urgent }: StartOrder["start"]): void {
  const [command = "", ...args] = argv;
  const child = spawn(command, args, {
    env: environment,
    cwd: folder,
    // As a service starts its scripts: without input, unless there is some.
    stdio: [stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    // Without the terminal of the caller, which a command could read and write otherwise.
    detached: true,
  });
  const one: Running = { child, held: false };
  running.set(id, one);
  child.once("error", (error) => refuse(id, error));
  if (child.pid === undefined) return;
  tell({ id, started: { pid: child.pid } });
  if (urgent) hasten(child.pid);
  for (const stream of ["stdout", "stderr"] as const) {
    const source = child[stream];
    source?.on("data", (output: Buffer) => {
      // What is not yet taken waits in the command's own pipe.
      if (!tell({ id, output, stream }, () => source.resume())) source.pause();
    });
  }
  // A command that does not read its input must not bring the launcher down with EPIPE.
  child.stdin?.on("error", () => {});
  child.stdin?.end(stdin);
  child.once("exit", () => tell({ id, ended: true }));
  child.once("close", (code, signal) => {
    running.delete(id);
    tell({ id, closed: { code, signal, held: one.held } });
  });
}

type StartOrder = Extract<LauncherOrder, { readonly start: unknown }>;

function refuse(id: number, error: unknown): void {
  running.delete(id);
  tell({ id, refused: error instanceof Error ? error : new Error(String(error)) });
}

/** What it starts inherits it. */
function hasten(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_HIGHEST);
  } catch {
    // Only root may; the command does without.
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Once what it has written itself has been read. */
function letGo(one: Running): void {
  setImmediate(() => {
    one.held = true;
    one.child.stdout?.destroy();
    one.child.stderr?.destroy();
  });
}

process.on("message", (order: LauncherOrder) => {
  if ("start" in order) {
    try {
      start(order.id, order.start);
    } catch (error) {
      refuse(order.id, error);
    }
    return;
  }
  const one = running.get(order.id);
  if (one === undefined) return;
  if ("kill" in order) one.child.kill(order.kill);
  else if (hasEnded(one.child)) letGo(one);
  else one.child.once("exit", () => letGo(one));
});
// The thread has ended, and the run's reaper ends what it left.
process.on("disconnect", () => process.exit());
