import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { HarnessFault } from "../../errors/index.ts";
import type { LauncherNews, LauncherOrder } from "./launcher.ts";

/** What is started. */
export interface Launch {
  /** The program by an absolute path, and its arguments. */
  readonly argv: readonly string[];
  /** The whole environment; nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where it runs; default: the harness's own folder. */
  readonly folder?: string | undefined;
  readonly stdin?: string | Buffer | undefined;
  /** It is to have the processor when it asks for it, where the harness may say so. */
  readonly urgent?: true | undefined;
  readonly onOutput: (chunk: Buffer, stream: "stdout" | "stderr") => void;
  /** Called when the command itself has ended, whatever holds its output. */
  readonly onEnd?: (() => void) | undefined;
}

/** How a command ended. */
export type Closed = Extract<LauncherNews, { readonly closed: unknown }>["closed"];

/** A command that was started, in a session of its own. */
export interface Launched {
  /** Rejects as `closed` does where it could not be started, with the system's reason as its message. */
  readonly pid: Promise<number>;
  /** Resolves once it has ended and its output has too, or the launcher no longer waits for the output. */
  readonly closed: Promise<Closed>;
  kill(signal: NodeJS.Signals): void;
  /** Its output is not waited for any longer once it has ended. */
  letGo(): void;
}

/** Starts a command through this thread's launcher, so that the start costs little however large the harness is. */
export function launch({ argv, environment, folder, stdin, urgent, onOutput, onEnd }: Launch): Launched {
  launcher ??= openLauncher();
  const { order } = launcher;
  const pid = Promise.withResolvers<number>();
  const closed = Promise.withResolvers<Closed>();
  // Who asks only for the other one is told there.
  pid.promise.catch(() => {});
  const id = launcher.expect((news) => {
    if ("started" in news) pid.resolve(news.started.pid);
    else if ("output" in news) onOutput(Buffer.from(news.output), news.stream);
    else if ("ended" in news) onEnd?.();
    else if ("closed" in news) closed.resolve(news.closed);
    else {
      pid.reject(news.refused);
      closed.reject(news.refused);
    }
  });
  order({ id, start: { argv, environment, folder, stdin, urgent } });
  return {
    pid: pid.promise,
    closed: closed.promise,
    kill: (signal) => order({ id, kill: signal }),
    letGo: () => order({ id, letGo: true }),
  };
}

type Listener = (news: LauncherNews) => void;

interface Launcher {
  readonly order: (order: LauncherOrder) => void;
  /** Has the listener told what is said of one command, until that is closed or refused; gives the command's id. */
  readonly expect: (listener: Listener) => number;
}

/** Of this thread. */
let launcher: Launcher | undefined;

const program = fileURLToPath(new URL(`./launcher${import.meta.url.slice(-3)}`, import.meta.url));

function openLauncher(): Launcher {
  const child = spawn(process.execPath, [program], {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    serialization: "advanced",
    // A signal from the terminal is for the harness, which decides what is ended.
    detached: true,
  });
  child.unref();
  child.channel?.unref();
  const listeners = new Map<number, Listener>();
  let last = 0;
  const forget = (id: number) => {
    listeners.delete(id);
    // With nothing to wait for, it keeps no process from its end.
    if (listeners.size === 0) child.channel?.unref();
  };
  child.on("message", (news: LauncherNews) => {
    const listener = listeners.get(news.id);
    if ("closed" in news || "refused" in news) forget(news.id);
    listener?.(news);
  });
  const lost = () => {
    // Another one may have taken its place since.
    if (launcher === own) launcher = undefined;
    for (const [id, listener] of listeners) {
      forget(id);
      listener({ id, refused: noLauncher() });
    }
  };
  child.once("error", lost);
  child.once("disconnect", lost);
  const own: Launcher = {
    // What cannot be sent is told by the loss of the launcher.
    order: (order) => void child.send(order, () => {}),
    expect(listener) {
      last += 1;
      listeners.set(last, listener);
      child.channel?.ref();
      return last;
    },
  };
  return own;
}

function noLauncher(): HarnessFault {
  return new HarnessFault(
    "runtime.launcher",
    "The process that starts commands for the harness has ended.",
    "Find out what killed it, such as a lack of memory, and run again.",
  );
}
