import type { Machine } from "../../runtime/index.ts";
import type { Manifest, Script } from "../types.ts";
import { agentEnvironment, expandHome, sessionEnvironment } from "./environment.ts";
import { type Lifecycle, problemOf, stateAfter, waitsForScripts } from "./lifecycle.ts";
import { passwdShell } from "./passwd-shell.ts";
import { prepareScripts } from "./prepare-scripts.ts";
import { type Patience, runScript, type ScriptRun, usualPatience } from "./script.ts";
import { type Answer, createSessions, type Sessions } from "./sessions.ts";
import { type Interruption, interrupted } from "./signals.ts";

/** What happens while a workspace starts. */
export interface Starting {
  /** Called before scripts begin, if there are any; what it gives is called when they have ended, before any other session is opened. */
  readonly around?: (each: Sessions["each"]) => Promise<() => Promise<void>>;
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

/** Starts an agent of some kind in a workspace. */
export type StartAgent = (machine: Machine, manifest: Manifest, during?: Starting) => Promise<Agent>;

/** Runs the start scripts of a manifest in parallel, as the agent's process does when it starts (rules 8.5, 9.1). */
export async function startAgent(machine: Machine, manifest: Manifest, during: Starting = {}): Promise<Agent> {
  const lifecycles: Lifecycle[] = ["created", "starting"];
  const problem = problemOf(manifest);
  const { sessions, runScripts } = agentProcess(machine, manifest, during);
  const known = problem === undefined ? manifest.scripts : [];
  const starting = known.filter((script) => script.runOnStart);
  const ended = starting.length === 0 ? undefined : await during.around?.(sessions.each);
  const early = waitsForScripts(manifest) ? undefined : await openSession(during, sessions);
  const running = runScripts(starting, "start");
  const { scripts, state } = await interrupted(running, machine, during.interruption);
  await ended?.();
  if (problem === undefined) lifecycles.push(state);
  const session = early ?? (await openSession(during, sessions));
  let stopping: Promise<readonly ScriptRun[]> | undefined;
  const stop = async () => {
    lifecycles.push("shutting_down");
    await sessions.close();
    const ending = known.filter((script) => script.runOnStop);
    const stopped = await runScripts(ending, "shutdown");
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
    command: sessions.command,
    terminal: sessions.terminal,
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** One that does not wait may be in before the scripts have done anything. */
export async function openSession({ session }: Starting, { command }: Sessions): Promise<Answer | undefined> {
  return session === undefined ? undefined : await command(session);
}

/** What the agent's process can do in its workspace. */
function agentProcess(machine: Machine, manifest: Manifest, { umask, patience: given }: Starting) {
  const patience = { ...usualPatience, ...given };
  const own = agentEnvironment(machine, manifest);
  const environment = sessionEnvironment(own, manifest);
  const directory = expandHome(manifest.directory, own, machine.home);
  const sessions = createSessions(machine, { own, environment, directory, umask, patience: patience.shell });
  return {
    sessions,
    async runScripts(scripts: readonly Script[], phase: "start" | "shutdown") {
      const failed: ScriptRun[] = [];
      if (scripts.length === 0) return { scripts: [], state: stateAfter(failed, phase) };
      const [shell, where, places] = await Promise.all([
        passwdShell(machine, own),
        sessions.place(),
        prepareScripts(machine, scripts, own),
      ]);
      const runs = places.map(async ({ folders, ...place }) => {
        const here = { ...where, environment: { SHELL: shell ?? "", ...environment, ...folders } };
        const run = await runScript(machine, { ...place, session: here, shell, patience: patience.script });
        if (run.exitCode !== 0) failed.push(run);
        return run;
      });
      return { scripts: await Promise.all(runs), state: stateAfter(failed, phase) };
    },
  };
}
