import { randomUUID } from "node:crypto";
import { HarnessFault } from "../errors/index.ts";
import type { Command, CommandResult, Machine } from "../runtime/index.ts";
import { limits } from "../waiting/index.ts";
import { type Bounded, runBounded } from "./bounded.ts";
import { expandEnvironment } from "./expandEnvironment.ts";
import { interpreterOf } from "./interpreter.ts";
import type { Manifest, Script } from "./types.ts";

export type Lifecycle = "created" | "starting" | "ready" | "start_error" | "start_timeout";

/** One script of the manifest, run to its end. */
export interface ScriptRun {
  readonly script: Script;
  readonly exitCode: number;
  /** Standard output and error as they came (rule 8.3). */
  readonly log: string;
  /** The script's own `timeout` ended it (rule 8.7). */
  readonly timedOut: boolean;
  /** Why the harness ended it, which Coder would not have done: `did not end within 60 s`. */
  readonly excess?: string;
}

/** A shell's answer. */
export interface Answer extends CommandResult {
  /** As in {@link ScriptRun}. */
  readonly excess?: string;
}

/** What happens while a workspace starts. */
export interface Starting {
  /** A command of a session that is opened as soon as there is an agent, as `coder ssh` does by default. */
  readonly session?: string;
  readonly interruption?: Interruption;
  /** The umask of the agent's process, as the shell's `umask` takes it. */
  readonly umask?: string;
}

/** A signal to every process of the start scripts, as the end of a script's time sends it (rule 8.7). */
export interface Interruption {
  readonly signal: "HUP" | "INT" | "TERM" | "KILL";
  /** Resolves when the signal is to be sent. */
  readonly when: () => Promise<unknown>;
}

/** A workspace's agent: the start scripts have ended, and new shells can be opened. */
export interface Agent {
  readonly lifecycle: Lifecycle;
  readonly scripts: readonly ScriptRun[];
  /** The answer of {@link Starting.session}. */
  readonly session?: Answer;
  /** `coder ssh WORKSPACE -- COMMAND`: the person's shell with `-c`, neither login nor interactive (rule 7.4). */
  command(text: string): Promise<Answer>;
  /** The web terminal or `coder ssh WORKSPACE`: an interactive login shell (rule 7.4). */
  terminal(text: string): Promise<Answer>;
}

/** Runs the start scripts of a manifest in parallel, as the agent's process does when it starts (rules 8.5, 9.1). */
export async function startAgent(machine: Machine, manifest: Manifest, during: Starting = {}): Promise<Agent> {
  const environment = sessionEnvironment(machine, manifest);
  const session = async () => ({
    environment,
    cwd: await workingDirectory(machine, manifest.directory),
    ...(during.umask === undefined ? {} : { umask: during.umask }),
  });
  const open = async (argv: readonly string[]) => {
    const bounds = { milliseconds: limits.shell, bytes: outputLimit };
    const answer = await runBounded(machine, { argv, ...(await session()) }, bounds);
    return { ...answer, ...excessOf(answer, limits.shell) };
  };
  // A script may change it, and Coder looks at each opening of a shell (rule 6.7).
  const shell = await passwdShell(machine);
  const starting = manifest.scripts.filter((script) => script.runOnStart);
  const early = waitsForScripts(manifest) ? undefined : await openSession(during, (text) => open([shell, "-c", text]));
  const running = starting.map(async (script) => runScript(machine, script, shell, await session()));
  const scripts = await interrupted(Promise.all(running), machine, during.interruption);
  const shellAfter = await passwdShell(machine);
  const command = (text: string) => open([shellAfter, "-c", text]);
  const answer = early ?? (await openSession(during, command));
  return {
    lifecycle: lifecycleAfter(scripts),
    scripts,
    ...(answer === undefined ? {} : { session: answer }),
    command,
    terminal: (text) => open([shellAfter, "-l", "-i", "-c", text]),
  };
}

/** A client that is told to wait by nothing but Coder's default does so where a script blocks logins (rule 9.3). */
function waitsForScripts({ scripts }: Manifest): boolean {
  return scripts.some((script) => script.startBlocksLogin);
}

/** One that does not wait may be in before the scripts have done anything. */
async function openSession(
  { session }: Starting,
  open: (text: string) => Promise<Answer>,
): Promise<Answer | undefined> {
  return session === undefined ? undefined : await open(session);
}

async function interrupted<T>(running: Promise<T>, machine: Machine, interruption?: Interruption): Promise<T> {
  if (interruption === undefined) return await running;
  const ended = running.then(() => false);
  const due = interruption.when().then(() => true);
  if (await Promise.race([due, ended])) await signalScripts(machine, interruption.signal);
  // What is waited for may never come once the script has ended.
  due.catch(() => {});
  return await running;
}

const toScripts = `
for process in /proc/[0-9]*; do
  if grep -qz "^CODER_SCRIPT_DATA_DIR=" "$process/environ" 2>/dev/null; then kill -s "$0" "\${process#/proc/}"; fi
done`;

async function signalScripts(machine: Machine, signal: Interruption["signal"]): Promise<void> {
  await machine.run({ argv: ["/bin/sh", "-c", toScripts, signal], environment: machine.environment });
}

function lifecycleAfter(scripts: readonly ScriptRun[]): Lifecycle {
  if (scripts.every((run) => run.exitCode === 0)) return "ready";
  return scripts.some((run) => run.timedOut) ? "start_timeout" : "start_error";
}

/** The agent's `dir` if it is there at that moment, else the home (rule 6.6). */
async function workingDirectory(machine: Machine, directory: string): Promise<string> {
  const { environment, home } = machine;
  const path = expandEnvironment(directory.replace(/^~/, home), environment);
  if (path === "") return home;
  const absolute = path.startsWith("/") ? path : `${home}/${path}`;
  const found = await machine.run({ argv: ["/bin/sh", "-c", '[ -d "$0" ]', absolute], environment });
  return found.exitCode === 0 ? absolute : home;
}

async function passwdShell(machine: Machine): Promise<string> {
  const passwd = String((await machine.readFile("/etc/passwd")) ?? "");
  const line = passwd.split("\n").find((entry) => entry.startsWith(`${machine.environment.USER}:`));
  return line?.split(":")[6] ?? machine.environment.SHELL ?? "";
}

/** The layers of rule 6.1, weakest first. */
function sessionEnvironment(machine: Machine, manifest: Manifest): Record<string, string> {
  const own = { SSH_CLIENT: "0.0.0.0 0 0", SSH_CONNECTION: "0.0.0.0 0 0.0.0.0 0", ...machine.environment };
  const coder = {
    CODER: "true",
    CODER_WORKSPACE_AGENT_NAME: manifest.agentName,
    CODER_AGENT_TOKEN: manifest.agentToken,
    GIT_SSH_COMMAND: "/opt/coder/coder gitssh --",
    CS_DISABLE_GETTING_STARTED_OVERRIDE: "true",
  };
  const declared = Object.entries(manifest.environment).map(([name, value]) => [name, expandEnvironment(value, own)]);
  const merged: Record<string, string> = {
    ...own,
    ...coder,
    ...Object.fromEntries(declared),
    GIT_ASKPASS: "/opt/coder/coder",
  };
  return { ...merged, PATH: `${scriptData}/bin:${merged.PATH ?? ""}` };
}

const scriptData = "/tmp/coder-script-data";
const hangUpGrace = 10_000;
/** Four times what Coder keeps of a start. */
const outputLimit = 4 * 2 ** 20;

function excessOf({ exceeded }: Bounded, milliseconds: number): Pick<Answer, "excess"> {
  if (exceeded === undefined) return {};
  if (exceeded === "bytes") return { excess: `printed more than ${outputLimit / 2 ** 20} MiB` };
  return { excess: `did not end within ${milliseconds / 1000} s, or left something running that holds its output` };
}

async function runScript(
  machine: Machine,
  script: Script,
  shell: string,
  session: Omit<Command, "argv">,
): Promise<ScriptRun> {
  const source = randomUUID();
  const folders = [`${scriptData}/bin`, `${scriptData}/${source}`];
  await machine.run({
    argv: ["/bin/sh", "-c", 'umask 077; mkdir -p "$@"', "sh", ...folders],
    environment: session.environment,
  });
  const [command = "", ...args] = interpreterOf(script.text, shell);
  const own = script.timeout > 0 ? script.timeout * 1000 + hangUpGrace : Number.POSITIVE_INFINITY;
  const milliseconds = Math.min(own, limits.script);
  const run = await runBounded(
    machine,
    {
      ...session,
      argv: [command, ...args],
      environment: {
        ...session.environment,
        CODER_SCRIPT_BIN_DIR: folders[0] ?? "",
        CODER_SCRIPT_DATA_DIR: folders[1] ?? "",
      },
    },
    { milliseconds, bytes: outputLimit },
  );
  await keepLog(machine, logPath(script, source, machine), run.output);
  const timedOut = run.exceeded === "milliseconds" && own <= limits.script;
  return {
    script,
    exitCode: run.exitCode,
    log: run.output,
    timedOut,
    ...(timedOut ? {} : excessOf(run, milliseconds)),
  };
}

/** A script may leave a workspace in which nothing can be written; what it printed is known all the same. */
async function keepLog(machine: Machine, path: string, log: string): Promise<void> {
  await machine.writeFile(path, log, { mode: 0o600 }).catch((error: unknown) => {
    if (!(error instanceof HarnessFault)) throw error;
  });
}

function logPath(script: Script, source: string, machine: Machine): string {
  const path = (script.logPath || `coder-script-${source}.log`).replace(/^~/, machine.home);
  return path.startsWith("/") ? path : `/tmp/${path}`;
}
