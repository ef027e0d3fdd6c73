import { randomUUID } from "node:crypto";
import { type Agent, startAgent } from "../../harness/coder/agent/index.ts";
import type { Manifest, Script } from "../../harness/coder/types.ts";
import type { Machine } from "../../harness/runtime/index.ts";

type Starting = NonNullable<Parameters<typeof startAgent>[2]>;

/** A script that runs on start, unless it says otherwise. */
export function script(text: string, changed: Partial<Script> = {}): Script {
  return {
    logSource: randomUUID(),
    displayName: "Script",
    text,
    runOnStart: true,
    runOnStop: false,
    startBlocksLogin: false,
    cron: "",
    timeout: 0,
    logPath: "",
    isOfSubject: true,
    ...changed,
  };
}

/** What an agent is told where a test says nothing else. */
export function manifest(changed: Partial<Manifest> = {}): Manifest {
  return {
    ownerName: "ada",
    workspaceId: randomUUID(),
    workspaceName: "sparrow",
    accessUrl: "https://coder.example.com",
    agentName: "main",
    agentId: randomUUID(),
    agentToken: randomUUID(),
    directory: "",
    scripts: [],
    environment: {},
    ...changed,
  };
}

/** Starts an agent with these scripts. */
export async function start(machine: Machine, scripts: readonly Script[], during?: Starting): Promise<Agent> {
  return await startAgent(machine, manifest({ scripts }), during);
}

/** Starts an agent without scripts. */
export async function open(machine: Machine, changed: Partial<Manifest> = {}): Promise<Agent> {
  return await startAgent(machine, manifest(changed));
}

/** The same machine for an agent whose process has these variables too. */
export function withVariables(machine: Machine, environment: Readonly<Record<string, string>>): Machine {
  return { ...machine, environment: { ...machine.environment, ...environment } };
}

/** The same machine for an agent that root runs. */
export function asRoot(machine: Machine): Machine {
  return {
    ...withVariables(machine, { HOME: "/root", USER: "root" }),
    home: "/root",
    run: (command) => machine.run({ user: "root", ...command }),
  };
}

/** The same machine for an agent whose home is not there. */
export function withoutHome(machine: Machine): Machine {
  return { ...withVariables(machine, { HOME: "/nonexistent" }), home: "/nonexistent" };
}
