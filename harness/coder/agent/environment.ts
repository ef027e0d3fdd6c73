import { dirname } from "node:path";
import { executables, type Machine } from "../../runtime/index.ts";
import type { Manifest } from "../types.ts";
import { expandEnvironment } from "./expand-environment.ts";

type Environment = Readonly<Record<string, string>>;

const { coder: program } = executables;
const folder = dirname(program);

/** What the agent's own process has, and `$NAME` in a manifest stands for (rules 6.2, 6.5). */
export function agentEnvironment({ environment }: Machine, { accessUrl }: Manifest): Environment {
  return { CODER_AGENT_URL: accessUrl, ...environment, PATH: `${environment.PATH ?? ""}:${folder}` };
}

/** What every command gets: the layers of rule 6.1, weakest first. */
export function sessionEnvironment(agent: Environment, manifest: Manifest): Environment {
  const declared = Object.entries(manifest.environment).map(([name, value]) => [name, expandEnvironment(value, agent)]);
  const merged: Environment = {
    LOGNAME: agent.USER ?? "",
    ...agent,
    CODER: "true",
    CODER_WORKSPACE_ID: manifest.workspaceId,
    CODER_WORKSPACE_NAME: manifest.workspaceName,
    CODER_WORKSPACE_OWNER_NAME: manifest.ownerName,
    CODER_WORKSPACE_AGENT_NAME: manifest.agentName,
    CODER_AGENT_TOKEN: manifest.agentToken,
    GIT_SSH_COMMAND: `${program} gitssh --`,
    CS_DISABLE_GETTING_STARTED_OVERRIDE: "true",
    ...Object.fromEntries(declared),
    GIT_ASKPASS: program,
    CODER_PROC_PRIO_MGMT: "",
  };
  return {
    ...merged,
    PATH: `${scriptFolder(agent)}/bin:${merged.PATH ?? ""}`,
    SSH_CLIENT: "0.0.0.0 0 0",
    SSH_CONNECTION: "0.0.0.0 0 0.0.0.0 0",
  };
}

/** The folder of all scripts (rule 8.1). */
export function scriptFolder(agent: Environment): string {
  return `${agent.CODER_AGENT_SCRIPT_DATA_DIR || temporaryFolder(agent)}/coder-script-data`;
}

/** Where a script's log is (rule 8.2). */
export function logFile(logPath: string, agent: Environment, home: string): string {
  const path = expandHome(logPath, agent, home);
  return path.startsWith("/") ? path : `${agent.CODER_AGENT_LOG_DIR || temporaryFolder(agent)}/${path}`;
}

/** `~` at the beginning, and variables of the agent's own process. */
export function expandHome(path: string, agent: Environment, home: string): string {
  return expandEnvironment(
    path.replace(/^~/, () => home),
    agent,
  );
}

function temporaryFolder(agent: Environment): string {
  return agent.TMPDIR || "/tmp";
}
