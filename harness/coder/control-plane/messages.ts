import protobuf from "protobufjs";
import { z } from "zod";
import type { Lifecycle } from "../agent/lifecycle.ts";
import type { Manifest, Script } from "../types.ts";

const field = (type: string, id: number): protobuf.IField => ({ type, id });
const several = (type: string, id: number): protobuf.IField => ({ rule: "repeated", type, id });
const map = (type: string, id: number): protobuf.IMapField => ({ keyType: "string", type, id });

/**
 * The fields of the agent API, version 2, that the harness reads or writes, by their numbers; whatever else a message
 * has is passed over. Written for this use: it needs no `.proto` file, and holds for every minor version.
 */
const root = protobuf.Root.fromJSON({
  nested: {
    Duration: { fields: { seconds: field("int64", 1) } },
    Script: {
      fields: {
        logSource: field("bytes", 1),
        logPath: field("string", 2),
        text: field("string", 3),
        cron: field("string", 4),
        runOnStart: field("bool", 5),
        runOnStop: field("bool", 6),
        startBlocksLogin: field("bool", 7),
        timeout: field("Duration", 8),
        displayName: field("string", 9),
        id: field("bytes", 10),
      },
    },
    HomeParams: { fields: {} },
    DerpMap: { fields: { homeParams: field("HomeParams", 1) } },
    Manifest: {
      fields: {
        agentId: field("bytes", 1),
        environment: map("string", 3),
        directory: field("string", 4),
        derpMap: field("DerpMap", 9),
        scripts: several("Script", 10),
        ownerName: field("string", 13),
        workspaceId: field("bytes", 14),
        agentName: field("string", 15),
        workspaceName: field("string", 16),
      },
    },
    MonitoringConfig: { fields: { datapoints: field("int32", 1), interval: field("int32", 2) } },
    Monitoring: { fields: { config: field("MonitoringConfig", 1) } },
    Stats: { fields: { interval: field("Duration", 1) } },
    State: { fields: { state: field("int32", 1) } },
    Lifecycle: { fields: { lifecycle: field("State", 1) } },
    StartupFacts: { fields: { version: field("string", 1), directory: field("string", 2) } },
    Startup: { fields: { startup: field("StartupFacts", 1) } },
    Line: { fields: { output: field("string", 2) } },
    Logs: { fields: { source: field("bytes", 1), lines: several("Line", 2) } },
    Timing: {
      fields: {
        script: field("bytes", 1),
        exitCode: field("int32", 4),
        stage: field("int32", 5),
        status: field("int32", 6),
      },
    },
    Completed: { fields: { timing: field("Timing", 1) } },
    Empty: { fields: {} },
    Coordination: { fields: { disconnect: field("Empty", 2) } },
  },
});

function encode(name: string, message: Readonly<Record<string, unknown>>): Buffer {
  const type = root.lookupType(name);
  return Buffer.from(type.encode(type.fromObject(message)).finish());
}

function decode(name: string, data: Buffer): unknown {
  const type = root.lookupType(name);
  return type.toObject(type.decode(data), { defaults: true, longs: Number });
}

/** A manifest, as the agent is told it. */
export function manifestMessage(manifest: Manifest): Buffer {
  return encode("Manifest", {
    agentId: bytesOf(manifest.agentId),
    agentName: manifest.agentName,
    ownerName: manifest.ownerName,
    workspaceId: bytesOf(manifest.workspaceId),
    workspaceName: manifest.workspaceName,
    environment: manifest.environment,
    directory: manifest.directory,
    // Without them the agent panics.
    derpMap: { homeParams: {} },
    scripts: manifest.scripts.map(scriptMessage),
  });
}

function scriptMessage({ timeout, logSource, ...script }: Script): Readonly<Record<string, unknown>> {
  // One number for both: results come under a script's id, logs under that of their source.
  return { ...script, logSource: bytesOf(logSource), id: bytesOf(logSource), timeout: { seconds: timeout } };
}

/** How often the agent looks at its memory and reports its connections: seldom, as nobody asks here. */
export const monitoringMessage: Buffer = encode("Monitoring", { config: { datapoints: 20, interval: 3600 } });
export const statsMessage: Buffer = encode("Stats", { interval: { seconds: 600 } });

const states: readonly (Lifecycle | undefined)[] = [
  undefined,
  "created",
  "starting",
  "start_timeout",
  "start_error",
  "ready",
  "shutting_down",
  "shutdown_timeout",
  "shutdown_error",
  "off",
];
const lifecycle = z.object({ lifecycle: z.object({ state: z.number() }) });

/** The state that a message of the lifecycle tells; `undefined` for one that is not known here. */
export function readLifecycle(data: Buffer): Lifecycle | undefined {
  return states[lifecycle.parse(decode("Lifecycle", data)).lifecycle.state];
}

/** What the agent says of itself. */
export interface Startup {
  /** Of its program, such as `v2.30.0+12ab`. */
  readonly version: string;
  /** That of its commands, with `~` and variables in their values. */
  readonly directory: string;
}

const startup = z.object({ startup: z.object({ version: z.string(), directory: z.string() }) });

export function readStartup(data: Buffer): Startup {
  return startup.parse(decode("Startup", data)).startup;
}

const logs = z.object({ source: z.instanceof(Uint8Array), lines: z.array(z.object({ output: z.string() })) });

/** Lines of a script's log. */
export function readLogs(data: Buffer): { readonly source: string; readonly lines: readonly string[] } {
  const { source, lines } = logs.parse(decode("Logs", data));
  return { source: uuidOf(source), lines: lines.map(({ output }) => output) };
}

const statuses = ["ok", "failed", "timed-out", "held"] as const;

/** What a script came to. */
export interface Completed {
  readonly exitCode: number;
  readonly status: (typeof statuses)[number];
}

const stages = ["start", "stop", "cron"] as const;
const completed = z.object({
  timing: z.object({ script: z.instanceof(Uint8Array), exitCode: z.number(), stage: z.number(), status: z.number() }),
});

/** A script's result, and when it ran. */
export function readCompleted(
  data: Buffer,
): Completed & { readonly script: string; readonly stage: (typeof stages)[number] | undefined } {
  const { script, exitCode, stage, status } = completed.parse(decode("Completed", data)).timing;
  return { script: uuidOf(script), exitCode, stage: stages[stage], status: statuses[status] ?? "failed" };
}

const coordination = z.object({ disconnect: z.unknown() });

/** Whether a message to the coordinator says that the agent leaves. */
export function isFarewell(data: Buffer): boolean {
  const { disconnect } = coordination.parse(decode("Coordination", data));
  return disconnect !== null && disconnect !== undefined;
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll("-", ""), "hex");
}

function uuidOf(bytes: Uint8Array): string {
  const [, ...groups] = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(Buffer.from(bytes).toString("hex")) ?? [];
  return groups.join("-");
}
