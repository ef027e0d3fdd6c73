import { randomUUID } from "node:crypto";
import { type Command, type CommandResult, type Machine, tool } from "../../runtime/index.ts";
import type { Manifest, Script } from "../types.ts";
import { runBounded } from "./bounded.ts";
import { agentEnvironment, expandHome, sessionEnvironment } from "./environment.ts";
import { type Lifecycle, problemOf, stateAfter, waitsForScripts } from "./lifecycle.ts";
import { passwdShell } from "./passwd-shell.ts";
import { prepareScripts } from "./prepare-scripts.ts";
import { excessOf, noShell, outputLimit, type Patience, runScript, type ScriptRun, usualPatience } from "./script.ts";
import { type Interruption, interrupted } from "./signals.ts";

/** A shell's answer. */
export interface Answer extends CommandResult {
  /** As in {@link ScriptRun}. */
  readonly excess?: string;
}

/** What one kind of session answered. */
export interface SessionAnswer {
  /** Such as "an editor's terminal". */
  readonly kind: string;
  readonly exitCode: number;
  /** Both streams in the order in which they came. */
  readonly output: string;
}

/**
 * Opens a session of each kind (rule 7.4) with one command, one after the other, in one run of the machine; `first` runs
 * before them.
 */
export type Sessions = (text: string, first?: string) => Promise<readonly SessionAnswer[]>;

/** What happens while a workspace starts. */
export interface Starting {
  /** Called before the scripts begin; what it gives is called when they have ended, before any other session is opened. */
  readonly around?: (sessions: Sessions) => Promise<() => Promise<void>>;
  /** A command of a session that is opened as soon as there is an agent, as `coder ssh` does by default. */
  readonly session?: string;
  readonly interruption?: Interruption;
  /** The umask of the agent's process, as the shell's `umask` takes it. */
  readonly umask?: string;
  /** How long scripts and shells may take; default: as long as the harness waits for them. */
  readonly patience?: Partial<Patience>;
}

/** A workspace's agent: the start scripts have ended, and new shells can be opened. */
export interface Agent {
  readonly lifecycle: Lifecycle;
  /** All that it has been, in order. */
  readonly lifecycles: readonly Lifecycle[];
  readonly scripts: readonly ScriptRun[];
  /** Why it runs no script at all. */
  readonly problem?: string;
  /** The answer of {@link Starting.session}. */
  readonly session?: Answer;
  /** `coder ssh WORKSPACE -- COMMAND`: the person's shell with `-c`, neither login nor interactive (rule 7.4). */
  command(text: string): Promise<Answer>;
  /** The web terminal or `coder ssh WORKSPACE`: an interactive login shell (rule 7.4). */
  terminal(text: string): Promise<Answer>;
  /**
   * Ends as the agent's process does on SIGTERM: closes every session, then runs the stop scripts (rule 9.7). Asked
   * again, it gives the same answer.
   */
  stop(): Promise<readonly ScriptRun[]>;
}

/** Runs the start scripts of a manifest in parallel, as the agent's process does when it starts (rules 8.5, 9.1). */
export async function startAgent(machine: Machine, manifest: Manifest, during: Starting = {}): Promise<Agent> {
  const lifecycles: Lifecycle[] = ["created", "starting"];
  const problem = problemOf(manifest);
  const process = agentProcess(machine, manifest, during);
  const known = problem === undefined ? manifest.scripts : [];
  const ended = await during.around?.(process.sessions);
  const starting = known.filter((script) => script.runOnStart);
  const early = waitsForScripts(manifest) ? undefined : await openSession(during, process.command);
  const running = process.runScripts(starting, "start");
  const { scripts, state } = await interrupted(running, machine, during.interruption);
  await ended?.();
  if (problem === undefined) lifecycles.push(state);
  const session = early ?? (await openSession(during, process.command));
  let stopping: Promise<readonly ScriptRun[]> | undefined;
  const stop = async () => {
    lifecycles.push("shutting_down");
    await process.closeSessions();
    const ending = known.filter((script) => script.runOnStop);
    const stopped = await process.runScripts(ending, "shutdown");
    lifecycles.push(stopped.state);
    return stopped.scripts;
  };
  return {
    get lifecycle() {
      return lifecycles.at(-1) ?? "created";
    },
    lifecycles,
    scripts,
    ...(problem === undefined ? {} : { problem }),
    ...(session === undefined ? {} : { session }),
    command: process.command,
    terminal: process.terminal,
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** One that does not wait may be in before the scripts have done anything. */
async function openSession(
  { session }: Starting,
  open: (text: string) => Promise<Answer>,
): Promise<Answer | undefined> {
  return session === undefined ? undefined : await open(session);
}

/** What the agent's process can do in its workspace. */
function agentProcess(machine: Machine, manifest: Manifest, { umask, patience: given }: Starting) {
  const patience = { ...usualPatience, ...given };
  const own = agentEnvironment(machine, manifest);
  const environment = sessionEnvironment(own, manifest);
  const closing = new AbortController();
  const sessions = new Set<Promise<unknown>>();
  const session = async (): Promise<Omit<Command, "argv">> => ({
    environment,
    cwd: await workingDirectory(machine, expandHome(manifest.directory, own, machine.home)),
    ...(umask === undefined ? {} : { umask }),
  });
  const open = async (options: readonly string[], command: Partial<Command> = {}): Promise<Answer> => {
    if (closing.signal.aborted) return shuttingDown;
    // A script may change it, and Coder looks at each opening of a shell (rule 6.7).
    const [shell, where] = await Promise.all([passwdShell(machine, own), session()]);
    if (shell === undefined) return withoutShell;
    const bounds = { milliseconds: patience.shell, bytes: outputLimit };
    const argv = [shell, ...options];
    const running = runBounded(machine, { ...where, ...command, argv, signal: closing.signal }, bounds);
    sessions.add(running);
    try {
      const answer = await running;
      return { ...answer, ...excessOf(answer, patience.shell) };
    } catch (error) {
      if (closing.signal.aborted) return shuttingDown;
      throw error;
    } finally {
      sessions.delete(running);
    }
  };
  return {
    command: (text: string) => open(["-c", text]),
    terminal: async (text: string) =>
      asOnATerminal(await open(["-l", "-i", "-c", text], { environment: { ...environment, TERM: terminalKind } })),
    async sessions(text: string, first = ":") {
      const [shell, where] = await Promise.all([passwdShell(machine, own), session()]);
      if (shell === undefined) return [];
      const boundary = `== ${randomUUID()} `;
      const lines = sessionKinds.map(
        ({ options }) => `"$1" ${options} "$2" 2>&1 < /dev/null; printf '\n%s%s\n' '${boundary}' "$?"`,
      );
      const argv = [tool("sh"), "-c", [first, ...lines].join("\n"), "sessions", shell, text];
      const bounds = { milliseconds: patience.shell * sessionKinds.length, bytes: outputLimit };
      const environmentOfTerminal = { ...environment, TERM: terminalKind };
      const { output } = await runBounded(machine, { ...where, argv, environment: environmentOfTerminal }, bounds);
      const parts = output.split(`\n${boundary}`);
      return sessionKinds.map(({ kind }, at) => ({
        kind,
        exitCode: Number.parseInt(parts[at + 1] ?? "255", 10),
        output: (parts[at] ?? "").replace(/^\d+\n/, "").replace(ofNoTerminal, ""),
      }));
    },
    async closeSessions() {
      closing.abort();
      await Promise.allSettled(sessions);
    },
    async runScripts(scripts: readonly Script[], phase: "start" | "shutdown") {
      const failed: ScriptRun[] = [];
      if (scripts.length === 0) return { scripts: [], state: stateAfter(failed, phase) };
      const [shell, where, places] = await Promise.all([
        passwdShell(machine, own),
        session(),
        prepareScripts(machine, scripts, own),
      ]);
      const runs = places.map(async ({ folders, ...place }) => {
        const here = { ...where, environment: { ...environment, ...folders } };
        const run = await runScript(machine, { ...place, session: here, shell, patience: patience.script });
        if (run.exitCode !== 0) failed.push(run);
        return run;
      });
      return { scripts: await Promise.all(runs), state: stateAfter(failed, phase) };
    },
  };
}

const terminalKind = "xterm-256color";

/** All kinds of session, and how each starts the person's shell. */
const sessionKinds = [
  { kind: "the web terminal or `coder ssh`", options: "-l -i -c" },
  { kind: "`coder ssh -- command`", options: "-c" },
  { kind: "an editor's terminal", options: "-i -c" },
] as const;

/** What interactive shells say where there is no terminal; Coder gives them one (rule 7.4). */
const ofNoTerminal =
  /^\S+: (?:cannot set terminal process group \(-?\d+\): .*|no job control in this shell|(?:\d+: )?can't access tty; job control turned off)\n/gm;

function asOnATerminal({ stderr, output, ...answer }: Answer): Answer {
  return { ...answer, stderr: stderr.replace(ofNoTerminal, ""), output: output.replace(ofNoTerminal, "") };
}

function refused(problem: string, exitCode: number): Answer {
  return { exitCode, stdout: "", stderr: `${problem}\n`, output: `${problem}\n` };
}

/** What the client says (rule 9.5). */
const shuttingDown: Answer = refused("agent is shutting down", 1);
/** The session's own failure (rules 6.7, 7.5). */
const withoutShell: Answer = refused(noShell, 229);

/** The agent's `dir` if it is there at that moment, else the home (rule 6.6). */
async function workingDirectory(machine: Machine, path: string): Promise<string> {
  const { home, environment } = machine;
  if (path === "") return home;
  const absolute = path.startsWith("/") ? path : `${home}/${path}`;
  const found = await machine.run({ argv: ["/bin/sh", "-c", '[ -d "$0" ]', absolute], environment, cwd: "/" });
  return found.exitCode === 0 ? absolute : home;
}
