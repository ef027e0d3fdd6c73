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
const patience = 700;

/** Listens for signals: the first cleans up and then ends the process, a second ends it at once. */
export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  const deferred: (() => Promise<void>)[] = [];
  const leave = () => process.exit(exitStatus.interrupted);
  const interrupt = () => {
    if (controller.signal.aborted) leave();
    const more = deferred.length > 0 ? "; cleaning up (again to leave at once)" : "";
    print(process.stderr, ["", `interrupted${more}`]);
    controller.abort();
    setTimeout(leave, patience);
    Promise.allSettled(deferred.map((stop) => stop())).then(leave);
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return { signal: controller.signal, defer: (stop) => void deferred.push(stop) };
}
