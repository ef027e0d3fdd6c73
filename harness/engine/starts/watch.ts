import { HarnessFault } from "../../errors/index.ts";
import { type Machine, tool } from "../../runtime/index.ts";
import { observerProgram } from "./observer-program.ts";
import type { FileChange, FileState, SeenProcess, Watched } from "./record.ts";

/** The watch over a machine. */
export interface Watch {
  /** Its process, as the machine's person sees it: SIGTERM ends the watch. */
  readonly pid: string;
  /**
   * What was seen, once its process has been told to end.
   *
   * @throws HarnessFault `engine.watch` where something else has ended it, or it does not end within five seconds
   */
  ended(): Promise<Watched>;
}

export interface WatchOptions {
  /** Milliseconds between two looks at all processes; default: 5. */
  readonly rest?: number;
  /** Folders to watch with all that is below them; default: none. */
  readonly folders?: readonly string[];
}

/** Where a start may write: what the image's package manager owns, the kernel's folders and the harness's own apart. */
export const watchedFolders: readonly string[] = [
  ...["/home", "/tmp", "/var/tmp", "/dev/shm", "/run", "/usr/local", "/opt", "/srv", "/etc"],
];

/** Milliseconds from the end of a watch to the last line about it. */
const longestEnd = 5_000;

/** Milliseconds, of /proc/uptime: the clock that a perl without its modules has. */
const clockStep = 10;

/**
 * Watches a machine as its person can. What lives shorter than the longest pause may be missed, and so may a state of a
 * file that lasts less than the kernel takes to wake the watch.
 *
 * @throws HarnessFault `engine.watch` where the harness has no perl to bring
 */
export async function watchMachine(machine: Machine, { rest = 5, folders = [] }: WatchOptions = {}): Promise<Watch> {
  const started = Promise.withResolvers<string>();
  const giveUp = new AbortController();
  let said = "";
  const running = machine.run({
    argv: [tool("perl"), "-e", observerProgram, String(rest), tool("sleep"), ...folders],
    environment: {},
    cwd: "/",
    urgent: true,
    signal: giveUp.signal,
    onOutput(chunk, stream) {
      if (stream === "stdout" && !said.includes("\n")) said += chunk.toString();
      if (said.includes("\n")) started.resolve(said.slice(0, said.indexOf("\n")));
    },
  });
  const ended = running.then(({ stderr }) => {
    throw noWatch(stderr);
  });
  ended.catch(() => {});
  const pid = await Promise.race([started.promise, ended]);
  return {
    pid,
    async ended() {
      const timer = setTimeout(() => giveUp.abort(noWatch("it does not end")), longestEnd);
      const { exitCode, stdout, stderr } = await running.finally(() => clearTimeout(timer));
      if (exitCode !== 0) throw noWatch(stderr);
      return watchedIn(stdout.trimEnd().split("\n").slice(1));
    },
  };
}

/** Watches a machine for as long as a command takes; a command of its own ends the watch. */
export async function endWatch(machine: Machine, { pid, ended }: Watch): Promise<Watched> {
  await machine.run({ argv: [tool("sh"), "-c", 'kill "$0"', pid], environment: {}, cwd: "/" });
  return await ended();
}

function watchedIn(lines: readonly string[]): Watched {
  const words = lines.map((line) => line.split(" "));
  const those = (kind: string) => words.filter(([first]) => first === kind).map(([, ...rest]) => rest);
  const before = new Map(those("b").map((one) => [one[0], stateIn(one)]));
  const changes = those("a").map((one): FileChange => {
    return { path: text(one[0]), before: before.get(one[0]), after: stateIn(one) };
  });
  return {
    processes: those("p").map(seenProcess),
    changes,
    states: those("s").flatMap((one) => stateIn(one) ?? []),
    othersLive: those("k").some(([word]) => word === "alive"),
    unseen: those("x").map(([what]) => text(what)),
    longestPause: Math.round(Number(those("w")[0]?.[0])) + clockStep,
  };
}

/** `undefined` for one that is not there. */
function stateIn([path, mode = "-", owner, size, open, content = "-"]: readonly string[]): FileState | undefined {
  if (mode === "-") return undefined;
  return {
    path: text(path),
    mode: Number.parseInt(mode, 8),
    owner: Number(owner),
    size: Number(size),
    isOpen: open === "1",
    content: content === "-" ? undefined : Buffer.from(content.slice(1), "hex"),
  };
}

function seenProcess([pid, args = "-", environment = "-"]: readonly string[]): SeenProcess {
  return {
    pid: Number(pid),
    args: texts(args === "-" ? "" : args),
    environment: environment === "-" ? undefined : texts(environment.slice(1)),
  };
}

const text = (hex = ""): string => Buffer.from(hex, "hex").toString();

/** Each ends with a NUL, unless the process has written there itself. */
function texts(hex: string): string[] {
  const all = text(hex);
  return all === "" ? [] : all.replace(/\0$/, "").split("\0");
}

function noWatch(said: string): HarnessFault {
  return new HarnessFault(
    "engine.watch",
    `A workspace cannot be watched: ${said.trim() || "the watch has ended"}.`,
    "Install perl on this machine. If it is installed, the module ended the watch, or this is a defect of the harness.",
  );
}
