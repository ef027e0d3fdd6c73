import { createBell } from "../../runtime/launch/index.ts";
import type { Lifecycle } from "../agent/lifecycle.ts";
import type { Manifest } from "../types.ts";
import type { Answering } from "./calls.ts";
import {
  type Completed,
  manifestMessage,
  monitoringMessage,
  readCompleted,
  readLifecycle,
  readLogs,
  readStartup,
  type Startup,
  statsMessage,
} from "./messages.ts";

/** What a real agent has said so far. */
export interface ToldAgent {
  readonly connected: boolean;
  /** Once it has its manifest. */
  readonly startup: Startup | undefined;
  /** How often it has begun with its manifest. */
  readonly startups: number;
  readonly lifecycles: readonly Lifecycle[];
  /** Why its connection was refused or ended. */
  readonly refusal: string | undefined;
  /** Bytes of all logs. */
  readonly printed: number;
  /** Lines of a script's log, by its log source. */
  log(source: string): readonly string[];
  /** What a script came to, by its log source and when it ran. */
  completed(source: string, stage: "start" | "stop"): Completed | undefined;
  /** Resolves when it says something. */
  changed(): Promise<void>;
}

/** A {@link ToldAgent}, and what tells it. */
export interface AgentRecord {
  readonly told: ToldAgent;
  readonly answer: Answering;
  connect(): void;
  disconnect(): void;
  refuse(why: string): void;
}

const empty: Buffer = Buffer.alloc(0);

/** Answers an agent's calls, and keeps what it says in them. */
export function createAgentRecord(manifest: Manifest): AgentRecord {
  const bell = createBell();
  const said = {
    open: 0,
    startups: 0,
    printed: 0,
    startup: undefined as ToldAgent["startup"],
    refusal: undefined as string | undefined,
  };
  const lifecycles: Lifecycle[] = [];
  const logs = new Map<string, string[]>();
  const results = new Map<string, Completed>();
  const methods: Readonly<Record<string, (request: Buffer) => Buffer>> = {
    GetManifest: () => manifestMessage(manifest),
    GetResourcesMonitoringConfiguration: () => monitoringMessage,
    UpdateStats: () => statsMessage,
    UpdateStartup(request) {
      said.startup = readStartup(request);
      said.startups += 1;
      return empty;
    },
    UpdateLifecycle(request) {
      const state = readLifecycle(request);
      if (state !== undefined) lifecycles.push(state);
      return empty;
    },
    BatchCreateLogs(request) {
      const { source, lines } = readLogs(request);
      logs.set(source, [...(logs.get(source) ?? []), ...lines]);
      for (const line of lines) said.printed += Buffer.byteLength(line) + 1;
      return empty;
    },
    ScriptCompleted(request) {
      const { script, stage, ...result } = readCompleted(request);
      results.set(`${stage} ${script}`, result);
      return empty;
    },
    // Nothing is made of these, and the agent needs an answer.
    GetAnnouncementBanners: () => empty,
    GetServiceBanner: () => empty,
    BatchUpdateMetadata: () => empty,
    BatchUpdateAppHealths: () => empty,
    PushResourcesMonitoringUsage: () => empty,
    ReportConnection: () => empty,
    ReportBoundaryLogs: () => empty,
  };
  return {
    answer(method, request) {
      const answer = Object.hasOwn(methods, method) ? methods[method]?.(request) : undefined;
      bell.ring();
      return answer;
    },
    connect() {
      said.open += 1;
      bell.ring();
    },
    disconnect() {
      said.open -= 1;
      bell.ring();
    },
    refuse(why) {
      said.refusal ??= why;
      bell.ring();
    },
    told: {
      get connected() {
        return said.open > 0;
      },
      get startup() {
        return said.startup;
      },
      get startups() {
        return said.startups;
      },
      lifecycles,
      get refusal() {
        return said.refusal;
      },
      get printed() {
        return said.printed;
      },
      log: (source) => logs.get(source) ?? [],
      completed: (source, stage) => results.get(`${stage} ${source}`),
      changed: bell.next,
    },
  };
}
