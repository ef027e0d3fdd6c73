import { spawn } from "node:child_process";
import { exitStatus } from "../errors/index.ts";
import { print } from "../text/index.ts";

/** SIGINT and SIGTERM, as a command sees them. */
export interface Interruption {
  /** Aborted at the first signal. */
  readonly signal: AbortSignal;
  /** What has to be done before the process may end; it has {@link patience}. */
  defer(stop: () => Promise<void>): void;
}

/** Milliseconds; what is not cleaned up by then is left to the reaper, which outlives this process. */
const patience = 1_200;

/** Milliseconds after a signal within which the process ends in any case. */
const atMost = 1_500;

/** Listens for signals, until it is disposed: the first cleans up and then ends the process, a second ends it at once. */
export function listenForInterruption(): Interruption & Disposable {
  const controller = new AbortController();
  const deferred: (() => Promise<void>)[] = [];
  const leave = () => process.exit(exitStatus.interrupted);
  const interrupt = () => {
    if (controller.signal.aborted) leave();
    const more = deferred.length > 0 ? "; cleaning up (again to exit at once)" : "";
    print(process.stderr, ["", `interrupted${more}`]);
    controller.abort();
    endAtLast();
    setTimeout(leave, patience);
    Promise.allSettled(deferred.map((stop) => stop())).then(leave);
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.on(signal, interrupt);
  return {
    signal: controller.signal,
    defer: (stop) => void deferred.push(stop),
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, interrupt);
    },
  };
}

/**
 * Starts a child that kills this process if it does not end in time. At its exit, Node.js waits for system calls that its
 * thread pool has started, and a slow disk or name server can delay them. The child ends with this process.
 */
function endAtLast(): void {
  const program = `process.stdin.once("end", () => process.exit()).resume();
    setTimeout(() => process.kill(${process.pid}, "SIGKILL"), ${atMost});`;
  spawn(process.execPath, ["--eval", program], { detached: true, stdio: ["pipe", "ignore", "ignore"] })
    .once("error", () => {})
    .unref();
}
