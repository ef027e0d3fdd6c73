import { z } from "zod";
import type { Lifecycle } from "../agent/lifecycle.ts";
import type { Completed } from "../control-plane/messages.ts";
import type { ToldAgent } from "../control-plane/told-agent.ts";
import type { Manifest } from "../types.ts";
import type { Api } from "./api.ts";
import type { BuiltAgent } from "./provisioner.ts";
import type { StartedServer } from "./start.ts";

const agentSchema = z.looseObject({
  status: z.string(),
  lifecycle_state: z.string(),
  started_at: z.string().nullish(),
  version: z.string(),
  logs_length: z.number(),
  expanded_directory: z.string().optional(),
});
const logsSchema = z
  .array(z.looseObject({ id: z.number(), created_at: z.string(), output: z.string(), source_id: z.string() }))
  .nullable();
const timingsSchema = z.looseObject({
  agent_script_timings: z
    .array(
      z.looseObject({
        started_at: z.string(),
        exit_code: z.number(),
        stage: z.string(),
        status: z.string(),
        display_name: z.string(),
        workspace_agent_id: z.string(),
      }),
    )
    .nullable(),
});
type Timing = NonNullable<z.infer<typeof timingsSchema>["agent_script_timings"]>[number];

/** What a Coder server knows of an agent from now on, asked for again and again. */
export function toldByServer(
  server: Pick<StartedServer, "api" | "ended">,
  agent: BuiltAgent,
  manifest: Manifest,
): ToldAgent {
  const { api } = server;
  const began = Date.now();
  const isNew = (time: string | null | undefined) => time !== null && time !== undefined && Date.parse(time) >= began;
  const lifecycles: Lifecycle[] = [];
  const logs = new Map<string, string[]>();
  let timings: readonly Timing[] = [];
  let [connected, last, printed, length] = [false, 0, 0, 0];
  let startup: ToldAgent["startup"];

  const look = async () => {
    const ending = server.ended();
    if (ending !== undefined) throw ending;
    const now = await api.demand(agentSchema, `/api/v2/workspaceagents/${agent.id}`);
    // Each request costs the server much of what a start does.
    const hasMore = now.logs_length !== length;
    const lines = hasMore ? await api.demand(logsSchema, `/api/v2/workspaceagents/${agent.id}/logs?after=${last}`) : [];
    length = now.logs_length;
    connected = now.status === "connected";
    for (const { id, created_at, output, source_id } of lines ?? []) {
      last = Math.max(last, id);
      if (!isNew(created_at)) continue;
      logs.set(source_id, [...(logs.get(source_id) ?? []), output]);
      printed += Buffer.byteLength(output) + 1;
    }
    if (isNew(now.started_at)) {
      startup ??= { version: now.version, directory: now.expanded_directory ?? "" };
      for (const state of statesUpTo(now.lifecycle_state, lifecycles.at(-1))) lifecycles.push(state);
    }
    // They are there before the state that follows from them.
    if (lifecycles.length > 1) timings = await timingsOf(api, agent);
  };
  let looking: Promise<void> | undefined;
  return {
    get connected() {
      return connected;
    },
    get startup() {
      return startup;
    },
    get startups() {
      return startup === undefined ? 0 : 1;
    },
    lifecycles,
    refusal: undefined,
    get printed() {
      return printed;
    },
    log: (source) => logs.get(source) ?? [],
    completed(source, stage) {
      const script = manifest.scripts.find(({ logSource }) => logSource === source);
      const own = timings.filter((one) => one.stage === stage && isNew(one.started_at));
      const found = completedOf(own.filter(({ display_name }) => display_name === script?.displayName));
      return found ?? (stage === "start" && script?.runOnStart ? impliedBy(lifecycles) : undefined);
    },
    changed() {
      looking ??= pause()
        .then(look)
        .finally(() => {
          looking = undefined;
        });
      return looking;
    },
  };
}

/** Long enough for the server to have something else to say. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));

const before: Readonly<Record<string, readonly Lifecycle[]>> = {
  ready: ["starting"],
  start_error: ["starting"],
  start_timeout: ["starting"],
  off: ["shutting_down"],
  shutdown_error: ["shutting_down"],
  shutdown_timeout: ["shutting_down"],
};

/** The states that an agent has come to since one of them was seen: each goes through what is before it. */
function statesUpTo(state: string, seen: Lifecycle | undefined): readonly Lifecycle[] {
  if (state === seen || state === "created" || !isLifecycle(state)) return [];
  return [...(before[state] ?? []).filter((one) => one !== seen), state];
}

const known: readonly string[] = ["created", "starting", "shutting_down", ...Object.keys(before)];

function isLifecycle(state: string): state is Lifecycle {
  return known.includes(state);
}

async function timingsOf(api: Api, { id, build }: BuiltAgent): Promise<readonly Timing[]> {
  const all = await api.demand(timingsSchema, `/api/v2/workspacebuilds/${build}/timings`);
  return (all.agent_script_timings ?? []).filter(({ workspace_agent_id }) => workspace_agent_id === id);
}

/** Scripts of one name cannot be told apart by their timings: the worst of them counts for each. */
function completedOf(timings: readonly Timing[]): Completed | undefined {
  const worst = timings.find(({ exit_code }) => exit_code !== 0) ?? timings.at(0);
  return worst && { exitCode: worst.exit_code, status: statuses[worst.status] ?? "failed" };
}

const statuses: Readonly<Record<string, Completed["status"]>> = {
  ok: "ok",
  timed_out: "timed-out",
  pipes_left_open: "held",
};

/** When an agent runs the scripts of one build again, Coder shows the timings of the first time: the state says the rest. */
function impliedBy(lifecycles: readonly Lifecycle[]): Completed | undefined {
  if (lifecycles.includes("ready")) return { exitCode: 0, status: "ok" };
  if (lifecycles.includes("start_timeout")) return { exitCode: 255, status: "timed-out" };
  return lifecycles.includes("start_error") ? { exitCode: 1, status: "failed" } : undefined;
}
