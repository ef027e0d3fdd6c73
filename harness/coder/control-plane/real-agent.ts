import type { Machine } from "../../runtime/index.ts";
import { limits, poll } from "../../waiting/index.ts";
import { type Agent, openSession, type Starting, startAgent } from "../agent/agent.ts";
import { agentEnvironment, expandHome, logFile, sessionEnvironment } from "../agent/environment.ts";
import { type Lifecycle, waitsForScripts } from "../agent/lifecycle.ts";
import { excessOf, grace, outputLimit, type Patience, type ScriptRun, usualPatience } from "../agent/script.ts";
import { createSessions } from "../agent/sessions.ts";
import { interrupted, signalScripts } from "../agent/signals.ts";
import type { Manifest, Script } from "../types.ts";
import { complaintsIn, reasonFor } from "./agent-log.ts";
import { type AgentProcess, endedEarly, neverConnected, refusedAgent, startAgentProcess } from "./agent-process.ts";
import type { AgentServer } from "./control-plane.ts";
import { probedEnvironment } from "./probe.ts";
import type { ToldAgent } from "./told-agent.ts";

/** A real agent that has been started, and what it says. */
interface Running {
  readonly machine: Machine;
  readonly manifest: Manifest;
  readonly told: ToldAgent;
  readonly process: AgentProcess;
  readonly probe: Script;
  readonly patience: Patience;
}

/** Where a Go program looks for authorities beside the image's own bundle, and nothing else of a workspace does. */
const trusted = "/etc/pki/tls/certs/coder.pem";

/**
 * Starts Coder's own agent in a workspace, and waits until it says that its start scripts have ended. Scripts, their
 * logs, their time and the lifecycle are its own; the shells are the harness's, with the agent's environment.
 *
 * @throws HarnessFault `coder.agent-ended`, `coder.agent-silent`, `coder.agent-refused`
 */
export async function startRealAgent(
  plane: AgentServer,
  machine: Machine,
  manifest: Manifest,
  during: Starting = {},
): Promise<Agent> {
  // Nothing has been built that it could belong to.
  if (manifest.agentToken === "") return await startAgent(machine, manifest, during);
  const patience = { ...usualPatience, ...during.patience };
  await machine.writeFile(trusted, plane.certificate, { owner: "root" });
  const expected = plane.expect(manifest);
  const own = agentEnvironment(machine, manifest);
  const { each } = createSessions(machine, {
    own,
    environment: sessionEnvironment(own, manifest),
    directory: expandHome(manifest.directory, own, machine.home),
    umask: during.umask,
    patience: patience.shell,
  });
  const starting = manifest.scripts.filter((script) => script.runOnStart);
  const ended = starting.length === 0 ? undefined : await during.around?.(each);
  const process = startAgentProcess(machine, manifest, during.umask);
  const { told, probe } = expected;
  const agent: Running = { machine, manifest, told, process, probe, patience };
  process.ended.then(() => expected[Symbol.dispose]());
  await connected(agent);
  const environment = await environmentOf(agent);
  const shells = createSessions(machine, {
    own,
    environment,
    directory: told.startup?.directory ?? "",
    umask: during.umask,
    patience: patience.shell,
  });
  const sessions = { ...shells, ...(expected.command !== undefined && { command: expected.command }) };
  const scripts = startsOf(agent, starting);
  scripts.catch(() => {});
  const early = waitsForScripts(manifest) ? undefined : await openSession(during, sessions);
  const started = await interrupted(scripts, machine, during.interruption);
  await ended?.();
  const session = early ?? (await openSession(during, sessions));
  let stopping: Promise<readonly ScriptRun[]> | undefined;
  return {
    get lifecycle() {
      return told.lifecycles.at(-1) ?? "created";
    },
    get lifecycles() {
      return ["created", ...told.lifecycles.filter((state) => state !== "created")] as const;
    },
    ...started,
    ...(session === undefined ? {} : { session }),
    command: sessions.command,
    terminal: sessions.terminal,
    stop() {
      stopping ??= sessions.close().then(() => stopped(agent));
      return stopping;
    },
  };
}

/** Polls as long as the agent lives and speaks; `undefined` where the limit is over. */
async function within<T>(
  { told, process }: Running,
  limit: number,
  probe: () => T | undefined | Promise<T | undefined>,
): Promise<T | undefined> {
  const end = performance.now() + limit;
  const changed = () => Promise.race([told.changed(), ...(process.end === undefined ? [process.ended] : [])]);
  return await poll(
    async () => {
      const answer = await probe();
      return answer !== undefined || performance.now() >= end ? { answer } : undefined;
    },
    { what: "Coder's agent", limit: limit + limits.processEnd, changed: async () => void (await changed()) },
  ).then(({ answer }) => answer);
}

async function connected(agent: Running): Promise<void> {
  const { told, process } = agent;
  const state = await within(agent, limits.agentReady, () => {
    if (told.startup !== undefined) return "connected";
    return told.refusal !== undefined || process.end !== undefined ? "lost" : undefined;
  });
  if (state === "connected") return;
  await stopAtOnce(process);
  if (told.refusal !== undefined) throw refusedAgent(told.refusal);
  throw state === "lost" ? await endedEarly(process) : await neverConnected(process);
}

async function stopAtOnce(process: AgentProcess): Promise<void> {
  if (process.end !== undefined) return;
  await process.signal("KILL");
  await process.ended;
}

/** The environment of every command, as the probe has found it; where the agent can run nothing, as the rules have it. */
async function environmentOf(agent: Running): Promise<Readonly<Record<string, string>>> {
  const { told, probe, machine, manifest } = agent;
  const isOver = () => finalState(agent) !== undefined || isStuck(agent) || agent.process.end !== undefined;
  await within(agent, limits.agentReady, () => told.log(probe.logSource).length > 0 || isOver() || undefined);
  // A log may come after the state.
  await within(agent, limits.logLine, () => probedEnvironment(told.log(probe.logSource)));
  return (
    probedEnvironment(told.log(probe.logSource)) ?? sessionEnvironment(agentEnvironment(machine, manifest), manifest)
  );
}

const finals: readonly Lifecycle[] = ["ready", "start_error", "start_timeout"];

function finalState({ told }: Running): Lifecycle | undefined {
  return told.lifecycles.find((state) => finals.includes(state));
}

/** It has begun again, and no script has run: it can make nothing of its manifest (rule 2.5). */
function isStuck({ told, probe }: Running): boolean {
  return told.startups > 1 && told.completed(probe.logSource, "start") === undefined;
}

async function startsOf(agent: Running, scripts: readonly Script[]): Promise<Pick<Agent, "scripts" | "problem">> {
  const { told, process, machine } = agent;
  const limit = Math.max(...scripts.map((script) => longest(script, agent.patience.script)), agent.patience.script);
  const state = await within(agent, limit, () => {
    if (finalState(agent) !== undefined) return "over";
    if (isStuck(agent)) return "stuck";
    if (told.printed > outputLimit) return "printed";
    return process.end === undefined ? undefined : "ended";
  });
  if (state === "stuck") {
    const problem = complaintsIn(await process.log()).at(-1) ?? "it does not say why";
    return { scripts: [], problem: `the agent runs no script: ${problem}` };
  }
  if (state === "ended" && !(await isEndedFromInside(agent))) throw await endedEarly(process);
  if (state === "over" || state === "ended") {
    await complete(agent, scripts);
    return { scripts: await runsOf(agent, scripts, "start") };
  }
  const ran = scripts.map((script) => told.completed(script.logSource, "start") !== undefined);
  await signalScripts(machine, "KILL");
  const excess = excessOf({ exceeded: state === undefined ? "milliseconds" : "bytes" }, agent.patience.script);
  const runs = await runsOf(agent, scripts, "start");
  return { scripts: runs.map((run, at) => (ran[at] ? run : { ...run, ...excess })) };
}

/** Something in the workspace has ended the agent by a signal, as a script can, and its bounds did not. */
async function isEndedFromInside({ told, process, machine }: Running): Promise<boolean> {
  if (told.lifecycles.includes("shutting_down")) return true;
  return (process.end?.exitCode ?? 0) > 128 && (await machine.reached()).length === 0;
}

function longest({ timeout }: Script, patience: number): number {
  const time = timeout * 1000;
  return time > 0 && time <= patience ? time + 2 * grace : patience;
}

/** Waits for the results and for the rest of the logs, which come beside the state. */
async function complete(agent: Running, scripts: readonly Script[]): Promise<void> {
  const { told, machine, manifest } = agent;
  const own = agentEnvironment(machine, manifest);
  await within(agent, limits.logLine, () =>
    scripts.every(({ logSource }) => told.completed(logSource, "start") !== undefined) ? true : undefined,
  );
  const ran = scripts.filter(({ logSource }) => told.completed(logSource, "start") !== undefined);
  await Promise.all(
    ran.map(async ({ logSource, logPath }) => {
      const file = await machine.readFile(logFile(logPath || `coder-script-${logSource}.log`, own, machine.home));
      const lines = file === undefined ? Number.POSITIVE_INFINITY : linesIn(file);
      await within(agent, limits.logLine, () => (told.log(logSource).length >= lines ? true : undefined));
    }),
  );
}

function linesIn(file: Buffer): number {
  const text = file.toString("latin1");
  return text.split("\n").length - (text === "" || text.endsWith("\n") ? 1 : 0);
}

/** What scripts came to, as the agent tells it; where it tells nothing, its own log may say why. */
async function runsOf(
  { told, process }: Running,
  scripts: readonly Script[],
  stage: "start" | "stop",
  before: ReadonlyMap<string, number> = new Map(),
): Promise<readonly ScriptRun[]> {
  const isUnclear = ({ logSource }: Script) => (told.completed(logSource, stage)?.exitCode ?? 255) === 255;
  const log = scripts.some(isUnclear) ? await process.log() : "";
  return scripts.map((script): ScriptRun => {
    const { logSource } = script;
    const lines = told.log(logSource).slice(before.get(logSource) ?? 0);
    const result = told.completed(logSource, stage);
    const reason = reasonFor(log, logSource);
    const common = { script, log: lines.map((line) => `${line}\n`).join("") };
    if (result === undefined) {
      const why =
        stage === "start" && process.end !== undefined ? "it ended the agent, or another script did" : undefined;
      const problem = why ?? `it was not run: ${reason ?? "the agent does not say why"}`;
      return { ...common, exitCode: 255, timedOut: false, problem };
    }
    const { status, exitCode } = result;
    const timedOut = status === "timed-out";
    const isUnstarted =
      status === "failed" && exitCode === 255 && reason !== undefined && !/^"?exit status/.test(reason);
    return {
      ...common,
      // Go says -1 of what a signal has ended.
      exitCode: exitCode < 0 ? 255 : exitCode,
      timedOut,
      ...(timedOut ? { problem: `it timed out after ${script.timeout} s` } : {}),
      ...(isUnstarted ? { problem: `it was not run: ${reason}` } : {}),
    };
  });
}

/** Ends the agent as a platform does, and waits until all that it has to say is there. */
async function stopped(agent: Running): Promise<readonly ScriptRun[]> {
  const { told, process, machine, manifest, patience } = agent;
  const scripts = manifest.scripts.filter((script) => script.runOnStop);
  const before = new Map(scripts.map(({ logSource }) => [logSource, told.log(logSource).length]));
  await process.signal("TERM");
  const limit = Math.max(...scripts.map((script) => longest(script, patience.script)), patience.script);
  const isOver = () => (process.end !== undefined && !told.connected ? true : undefined);
  const ended = await within(agent, limit, isOver);
  if (ended === undefined) {
    await signalScripts(machine, "KILL");
    await stopAtOnce(process);
  }
  const runs = await runsOf(agent, scripts, "stop", before);
  if (ended !== undefined) return runs;
  const excess = excessOf({ exceeded: "milliseconds" }, patience.script);
  return runs.map((run) => ({ ...run, ...excess }));
}
