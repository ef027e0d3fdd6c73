import { HarnessFault } from "../../errors/index.ts";
import { type CommandResult, executables, type Machine } from "../../runtime/index.ts";
import { limits } from "../../waiting/index.ts";
import { logFile } from "../agent/environment.ts";
import type { Manifest } from "../types.ts";
import { lastWordsIn } from "./agent-log.ts";

/** The process of a real agent in its workspace. */
export interface AgentProcess {
  /** How it has ended, if it has. */
  readonly end: CommandResult | undefined;
  /** Resolves when it has ended. */
  readonly ended: Promise<unknown>;
  signal(name: "TERM" | "KILL"): Promise<void>;
  /** Its own log, as far as it is there. */
  log(): Promise<string>;
}

/** Its log goes to its file alone, its ports are shared by all workspaces of a network, and a container in one leads nowhere. */
const options = ["--log-human=", "--pprof-address=", "--prometheus-address=", "--debug-address="];
const calm = "--devcontainers-enable=false";

const logOf = ({ environment, home }: Machine) => logFile("coder-agent.log", environment, home);

const machinesWithAgent = new WeakSet<Machine>();

/** Where a real agent has the text of every script in a machine, for its person alone: its own log. */
export function filesOfAgent(machine: Machine): readonly string[] {
  return machinesWithAgent.has(machine) ? [logOf(machine)] : [];
}

/** Says its number, and becomes the agent. */
const becomeAgent = 'echo "$$" && exec "$@"';

/** Starts the agent's program, as the init script of a workspace does once it has it. */
export function startAgentProcess(machine: Machine, manifest: Manifest, umask: string | undefined): AgentProcess {
  const environment = {
    CODER_AGENT_AUTH: "token",
    CODER_AGENT_URL: manifest.accessUrl,
    ...machine.environment,
    CODER_AGENT_TOKEN: manifest.agentToken,
  };
  machinesWithAgent.add(machine);
  const pid = Promise.withResolvers<string>();
  let said = "";
  let end: CommandResult | undefined;
  const running = machine.run({
    argv: ["/bin/sh", "-c", becomeAgent, "sh", executables.coder, "agent", ...options, calm],
    environment,
    cwd: "/",
    ...(umask === undefined ? {} : { umask }),
    onOutput(chunk, stream) {
      if (stream === "stdout" && !said.includes("\n")) said += chunk.toString();
      if (said.includes("\n")) pid.resolve(said.slice(0, said.indexOf("\n")));
    },
  });
  const ended = running.then(
    (result) => {
      end = result;
    },
    (error: unknown) => {
      end = { exitCode: 255, stdout: "", stderr: String(error), output: String(error) };
    },
  );
  return {
    get end() {
      return end;
    },
    ended,
    async signal(name) {
      const number = await Promise.race([pid.promise, ended.then(() => undefined)]);
      if (number === undefined) return;
      const argv = ["/bin/sh", "-c", 'kill -s "$0" "$1" 2> /dev/null', name, number];
      await machine.run({ argv, environment: machine.environment, cwd: "/" });
    },
    async log() {
      return String((await machine.readFile(logOf(machine))) ?? "");
    },
  };
}

/** What to do about an agent that does not do its part. */
const remedy =
  "Give another coder binary with --coder-agent, or use --coder-agent imitated; see its log at /tmp/coder-agent.log with --keep.";

/** What is thrown where an agent has ended by itself before its start scripts. */
export async function endedEarly(process: AgentProcess): Promise<HarnessFault> {
  const { end } = process;
  const what = `Coder's agent ended with the status ${end?.exitCode} before its start scripts`;
  return new HarnessFault("coder.agent-ended", sentence(`${what}: ${await lastWords(process)}`), remedy, {
    exitCode: end?.exitCode,
  });
}

/** What is thrown where an agent lives, and nothing comes of it. */
export async function neverConnected(process: AgentProcess): Promise<HarnessFault> {
  const what = `Coder's agent did not accept a manifest within ${limits.agentReady / 1000} s`;
  return new HarnessFault("coder.agent-silent", sentence(`${what}: ${await lastWords(process)}`), remedy);
}

async function lastWords({ end, log }: AgentProcess): Promise<string> {
  return lastWordsIn(await log(), end?.stderr ?? "");
}

/** What is thrown where an agent speaks what the harness does not. */
export function refusedAgent(refusal: string): HarnessFault {
  return new HarnessFault("coder.agent-refused", sentence(refusal), remedy);
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}
