import { mkdir, mkdtemp, readdir, readFile, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { poll } from "../../harness/waiting/index.ts";

/** What a command came to. */
export interface Ended {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

export interface Start {
  readonly environment?: Readonly<Record<string, string>>;
  /** Put before the command, such as `unshare -n`. */
  readonly before?: readonly string[];
  readonly stdin?: "ignore";
}

/** A command under way. */
export interface Running {
  readonly ended: Promise<Ended>;
  /** Resolves when standard error has the text; rejects when the command ends before. */
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
  const folder = await mkdtemp(join(tmpdir(), "command-line-test-"));
  const temporary = join(folder, "tmp");
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
      await poll(async () => ((await leftBehind()).length === 0 ? true : undefined), {
        what: "everything to be gone",
        limit: 3_000,
        log: () => [...runs],
      });
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

interface Place extends Start {
  readonly work: string;
  readonly temporary: string;
  readonly runs: Set<string>;
}

function launch(args: readonly string[], { work, temporary, runs, environment, before = [] }: Place): Running {
  const started = performance.now();
  const [command = "", ...rest] = [...before, process.execPath, launcher, ...args];
  const child = execa(command, rest, {
    cwd: work,
    reject: false,
    stdin: "ignore",
    env: { TMPDIR: temporary, NO_COLOR: "1", ...environment },
  });
  return {
    ended: child.then(({ exitCode, stdout, stderr }) => ({
      status: exitCode,
      stdout,
      stderr,
      milliseconds: performance.now() - started,
    })),
    says: async (text) => {
      await heard(child.iterable({ from: "stderr" }), text);
      for (const run of await readdir(join(temporary, `vault-jwt-conformance-${process.getuid?.()}`)).catch(() => [])) {
        runs.add(run);
      }
    },
    kill: (signal) => void child.kill(signal),
  };
}

async function heard(lines: AsyncIterable<unknown>, text: string): Promise<void> {
  let said = "";
  for await (const line of lines) {
    said += `${line}\n`;
    if (said.includes(text)) return;
  }
  throw new Error(`The command ended without saying ${text}; it said:\n${said}`);
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
