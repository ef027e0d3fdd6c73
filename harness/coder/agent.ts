import { randomUUID } from "node:crypto";
import type { CommandResult, Machine } from "../runtime/index.ts";
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
  readonly timedOut: boolean;
}

/** A workspace's agent: the start scripts have ended, and new shells can be opened. */
export interface Agent {
  readonly lifecycle: Lifecycle;
  readonly scripts: readonly ScriptRun[];
  /** `coder ssh WORKSPACE -- COMMAND`: the person's shell with `-c`, neither login nor interactive (rule 7.4). */
  command(text: string): Promise<CommandResult>;
  /** The web terminal or `coder ssh WORKSPACE`: an interactive login shell (rule 7.4). */
  terminal(text: string): Promise<CommandResult>;
}

/** Runs the start scripts of a manifest in parallel, as the agent's process does when it starts (rules 8.5, 9.1). */
export async function startAgent(machine: Machine, manifest: Manifest): Promise<Agent> {
  const shell = await passwdShell(machine);
  const environment = sessionEnvironment(machine, manifest);
  const starting = manifest.scripts.filter((script) => script.runOnStart);
  const scripts = await Promise.all(starting.map((script) => runScript(machine, script, shell, environment)));
  const open = (argv: readonly string[]) => machine.run({ argv, environment });
  return {
    lifecycle: lifecycleAfter(scripts),
    scripts,
    command: (text) => open([shell, "-c", text]),
    terminal: (text) => open([shell, "-l", "-i", "-c", text]),
  };
}

function lifecycleAfter(scripts: readonly ScriptRun[]): Lifecycle {
  if (scripts.every((run) => run.exitCode === 0)) return "ready";
  return scripts.some((run) => run.timedOut) ? "start_timeout" : "start_error";
}

async function passwdShell(machine: Machine): Promise<string> {
  const passwd = String((await machine.readFile("/etc/passwd")) ?? "");
  const line = passwd.split("\n").find((entry) => entry.startsWith(`${machine.environment.USER}:`));
  return line?.split(":")[6] ?? "/bin/sh";
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

async function runScript(
  machine: Machine,
  script: Script,
  shell: string,
  environment: Record<string, string>,
): Promise<ScriptRun> {
  const source = randomUUID();
  const folders = [`${scriptData}/bin`, `${scriptData}/${source}`];
  await machine.run({ argv: ["/bin/sh", "-c", 'umask 077; mkdir -p "$@"', "sh", ...folders], environment });
  const [command = "", ...args] = interpreterOf(script.text, shell);
  const { result, timedOut } = await withTimeout(script.timeout, (signal) =>
    machine.run({
      argv: [command, ...args],
      environment: { ...environment, CODER_SCRIPT_BIN_DIR: folders[0] ?? "", CODER_SCRIPT_DATA_DIR: folders[1] ?? "" },
      signal,
    }),
  );
  await machine.writeFile(logPath(script, source, machine), result.output, { mode: 0o600 });
  return { script, exitCode: timedOut ? 255 : result.exitCode, log: result.output, timedOut };
}

function logPath(script: Script, source: string, machine: Machine): string {
  const path = (script.logPath || `coder-script-${source}.log`).replace(/^~/, machine.home);
  return path.startsWith("/") ? path : `/tmp/${path}`;
}

async function withTimeout(
  seconds: number,
  run: (signal: AbortSignal) => Promise<CommandResult>,
): Promise<{ result: CommandResult; timedOut: boolean }> {
  const controller = new AbortController();
  const timer = seconds > 0 ? setTimeout(() => controller.abort(), seconds * 1000 + hangUpGrace) : undefined;
  try {
    return { result: await run(controller.signal), timedOut: false };
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    return { result: { exitCode: 255, stdout: "", stderr: "", output: "" }, timedOut: true };
  } finally {
    clearTimeout(timer);
  }
}
