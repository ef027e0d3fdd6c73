import type { Command, Machine } from "../../runtime/index.ts";
import { limits } from "../../waiting/index.ts";
import type { Script } from "../types.ts";
import { type Bounded, runBounded } from "./bounded.ts";
import { interpreterOf } from "./interpreter.ts";
import { hangUp, killLeader } from "./signals.ts";

/** One script of the manifest, run to its end. */
export interface ScriptRun {
  readonly script: Script;
  /** 255 where the agent itself calls it failed (rules 8.6, 8.7, 8.9). */
  readonly exitCode: number;
  /** Standard output and error as they came (rule 8.3). */
  readonly log: string;
  /** The script's own `timeout` ended it (rule 8.7). */
  readonly timedOut: boolean;
  /** Why the agent did not run it, or ended it. */
  readonly problem?: string;
  /** Why the harness ended it, which Coder would not have done: `did not end within 60 s`. */
  readonly excess?: string;
}

/** What a command may take before the harness ends it, in milliseconds. */
export interface Patience {
  readonly script: number;
  readonly shell: number;
}

/** A script and where it runs: its folders are there. */
export interface ScriptPlace {
  readonly script: Script;
  /** Its own data folder, by which its processes are known. */
  readonly folder: string;
  readonly logFile: string;
  /** Why it cannot be run. */
  readonly problem?: string;
  readonly session: Omit<Command, "argv">;
  /** `undefined` where the person has none. */
  readonly shell: string | undefined;
  readonly patience: number;
}

/** Milliseconds from a hang-up to the kill, and from a script's end to the end of its output (rules 8.6, 8.7). */
export const grace = 10_000;
/** Four times what Coder keeps of a start. */
export const outputLimit: number = 4 * 2 ** 20;

/** Runs one script as the agent does, and writes its log. */
export async function runScript(machine: Machine, place: ScriptPlace): Promise<ScriptRun> {
  const { script, shell, session } = place;
  const problem = place.problem ?? (shell === undefined ? noShell : undefined);
  const start = problem === undefined ? commandOf(script, shell ?? "") : { problem };
  if ("problem" in start) return notRun(script, start.problem);
  const { argv } = start;
  const pieces: Buffer[] = [];
  const run = await attended(machine, place, {
    ...session,
    argv,
    onOutput: (chunk) => pieces.push(chunk),
  });
  // Such as a script that is too long an argument (rule 7.3).
  if (run.unstartable !== undefined) return notRun(script, run.unstartable);
  const warning = run.held && run.exitCode === 0 && !run.timedOut ? heldWarning : "";
  await writeLog(machine, place, Buffer.concat([...pieces, Buffer.from(warning)]));
  return { script, log: run.output + warning, ...verdictOn(run, place) };
}

/** Why nothing can be started for a person (rule 6.7). */
export const noShell = "get user shell: no entry in /etc/passwd, and no $SHELL";

type Start = { readonly argv: readonly string[] } | { readonly problem: string };

/** A script whose first line is no command does not start (rule 7.2). */
function commandOf({ text }: Script, shell: string): Start {
  const argv = interpreterOf(text, shell);
  return argv === undefined ? { problem: "its #! line cannot be split into words" } : { argv };
}

function notRun(script: Script, problem: string): ScriptRun {
  return { script, exitCode: 255, log: "", timedOut: false, problem: `it was not run: ${problem}` };
}

const heldWarning = `WARNING: script exited successfully, but output pipes were not closed after ${grace / 1000}s.\n`;

interface Attended extends Bounded {
  readonly timedOut: boolean;
}

function verdictOn(run: Attended, { script, patience }: ScriptPlace): Omit<ScriptRun, "script" | "log"> {
  const { timedOut } = run;
  if (timedOut) return { exitCode: 255, timedOut, problem: `it timed out after ${script.timeout} s` };
  if (run.held && run.exitCode === 0) return { exitCode: 255, timedOut };
  return { exitCode: run.exitCode, timedOut, ...excessOf(run, patience) };
}

/** What a command took more of than it may, in words. */
export function excessOf({ exceeded }: Pick<Bounded, "exceeded">, milliseconds: number): { readonly excess?: string } {
  if (exceeded === undefined) return {};
  if (exceeded === "bytes") return { excess: `printed more than ${outputLimit / 2 ** 20} MiB` };
  return { excess: `did not end within ${milliseconds / 1000} s, or left something running that holds its output` };
}

/** Keeps to the script's own time (rule 8.7), and does not wait for what it leaves behind (rule 8.6). */
async function attended(machine: Machine, place: ScriptPlace, command: Command): Promise<Attended> {
  const { script, folder, patience } = place;
  const time = script.timeout * 1000;
  const letGo = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  const signals: Promise<void>[] = [];
  const after = (milliseconds: number, then: () => void) => timers.push(setTimeout(then, milliseconds));
  let timedOut = false;
  const timeOut = () => {
    timedOut = true;
    signals.push(hangUp(machine, folder));
    after(grace, () => signals.push(killLeader(machine, folder).finally(() => letGo.abort())));
  };
  if (time > 0 && time <= patience) after(time, timeOut);
  const onEnd = () => after(grace, () => letGo.abort());
  const milliseconds = time > 0 && time <= patience ? time + 2 * grace : patience;
  try {
    const bounds = { milliseconds, bytes: outputLimit };
    return { ...(await runBounded(machine, { ...command, letGo: letGo.signal, onEnd }, bounds)), timedOut };
  } finally {
    for (const timer of timers) clearTimeout(timer);
    await Promise.all(signals);
  }
}

/** From the beginning over what was there, which stays where it was longer (rule 8.2). */
const overwrite = '[ ! -f "$0" ] || cat 1<> "$0"';

/** A script may have taken its log away; what it printed is known all the same. */
async function writeLog(machine: Machine, { logFile, session }: ScriptPlace, log: Buffer): Promise<void> {
  if (log.length === 0) return;
  const argv = ["/bin/sh", "-c", overwrite, logFile];
  await machine.run({ argv, environment: session.environment, cwd: "/", stdin: log });
}

/** How long a script may take where nothing else is said. */
export const usualPatience: Patience = { script: limits.script, shell: limits.shell };
