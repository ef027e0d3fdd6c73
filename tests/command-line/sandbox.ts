import { mkdir, mkdtemp, readdir, readFile, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { packageFolder } from "../../harness/package/index.ts";
import { poll } from "../../harness/waiting/index.ts";

/** What a command came to. */
export interface Ended {
  /** The exit status, or the signal that ended it. */
  readonly status: number | string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Start {
  /** `as typed` for a command that has to find its module by itself; default: the harness's own, where no other is named. */
  readonly module?: "as typed";
  readonly environment?: Readonly<Record<string, string>>;
  /** Put before the command, such as `unshare -n`. */
  readonly before?: readonly string[];
  readonly stdin?: "ignore";
}

/** A command under way. */
export interface Running {
  readonly ended: Promise<Ended>;
  /** Resolves when standard error has the text; rejects when the command ends without it. */
  readonly says: (text: string) => Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** A folder to work in, with a temporary folder of its own, so that everything which is left behind is seen. */
export interface Sandbox extends AsyncDisposable {
  readonly folder: string;
  readonly temporary: string;
  readonly start: (args: readonly string[], options?: Start) => Running;
  readonly conform: (args: readonly string[], options?: Start) => Promise<Ended>;
  /** Temporary files, and processes that belong to the commands started here, as lines for an assertion. */
  readonly leftBehind: () => Promise<readonly string[]>;
  /** Waits until nothing is left behind, at most the three seconds that are promised. */
  readonly isClean: () => Promise<void>;
}

export const launcher: string = join(import.meta.dirname, "../../bin/vault-jwt-conformance.cjs");

/** What makes a real run the shortest. */
export const oneScenario: readonly string[] = ["--only", "LOGIN-01", "--token", "custom", "--runtime", "process"];

export async function sandbox(): Promise<Sandbox> {
  // A server's socket lies below it, and the path of a socket is short.
  const folder = await mkdtemp(join(tmpdir(), "cl-"));
  const temporary = join(folder, "t");
  const work = join(folder, "work");
  await Promise.all([mkdir(temporary), mkdir(work)]);
  const runs = new Set<string>();
  const start = (args: readonly string[], options: Start = {}) => launch(args, { work, temporary, runs, ...options });
  const leftBehind = async () => [
    ...(await readdir(temporary)).map((name) => `file ${name}`),
    ...(await processesOf([temporary, ...runs])),
  ];
  return {
    folder: work,
    temporary,
    start,
    conform: (args, options) => start(args, options).ended,
    leftBehind,
    isClean: async () => {
      let left: readonly string[] = [];
      const look = async () => {
        left = await leftBehind();
        return left.length === 0 ? true : undefined;
      };
      await poll(look, { what: "everything to be gone", limit: 3_000, log: () => left });
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

interface Place extends Start {
  readonly work: string;
  readonly temporary: string;
  readonly runs: Set<string>;
}

function launch(args: readonly string[], { work, temporary, runs, environment, before = [], module }: Place): Running {
  const whole = module === undefined ? [...args, ...moduleFor(args)] : args;
  const [command = "", ...rest] = [...before, process.execPath, launcher, ...whole];
  const child = execa(command, rest, {
    cwd: work,
    reject: false,
    stdin: "ignore",
    env: { TMPDIR: temporary, NO_COLOR: "1", ...environment },
  });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  let isOver = false;
  const ended = child.then(({ exitCode, signal, stdout, stderr }) => {
    isOver = true;
    return { status: exitCode ?? signal, stdout, stderr };
  });
  return {
    ended,
    says: async (text) => {
      await poll(() => (said.includes(text) || isOver ? true : undefined), {
        what: `the command to say ${text}`,
        limit: 110_000,
        log: () => [said],
      });
      if (!said.includes(text)) throw new Error(`The command ended without saying ${text}; it said:\n${said}`);
      const name = `vault-jwt-conformance-${process.getuid?.()}`;
      for (const run of await readdir(join(temporary, name)).catch(() => [])) runs.add(run);
    },
    kill: (signal) => void child.kill(signal),
  };
}

/** A sandbox has no module in it. */
function moduleFor([command = "", ...rest]: readonly string[]): readonly string[] {
  const runs = command === "run" || command === "matrix" || (command.startsWith("--") && command !== "--version");
  const saysWhich = [command, ...rest].some((word) => ["--module", "--again", "--help"].includes(word));
  return runs && !saysWhich ? ["--module", join(packageFolder, "module")] : [];
}

/** Processes whose arguments, environment or folder name one of the words. */
async function processesOf(words: readonly string[]): Promise<readonly string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const read = (name: string) => readFile(`/proc/${pid}/${name}`, "latin1").catch(() => "");
      const [line, environment] = await Promise.all([read("cmdline"), read("environ")]);
      const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => "");
      const isOurs = words.some((word) => [line, environment, cwd].some((text) => text.includes(word)));
      return isOurs ? [`process ${pid} ${line.replaceAll("\0", " ")}`] : [];
    }),
  );
  return found.flat();
}
