import { setTimeout } from "node:timers/promises";
import { Agent, type Dispatcher, request } from "undici";
import { z } from "zod";
import type { Connection } from "./connection.ts";
import { ownerLabel, runLabel } from "./labels.ts";

/** How long nothing has to be found: the daemon goes on creating what a killed process has asked for. */
const quietTime = 500;
/** The same, once the process has been gone for longer than that. */
const lateQuietTime = 100;
const interval = 50;

/** What a daemon does not remove, such as `network NAME`, and its reason. */
export interface Refusal {
  readonly what: string;
  readonly reason: string;
}

interface RemovalOptions {
  /** When the run's process ended, by `performance.now()`; left out while it still runs. */
  readonly endedAt?: number | undefined;
  /** Milliseconds for which a daemon may refuse all that is left before it is left to it. */
  readonly patience?: number;
}

/**
 * Removes the containers and networks of a run until none are there; of a run that has ended, until none come any more.
 * Gives what the daemon goes on to refuse: one may count endpoints of a network that has none, until it is started
 * again (moby/moby#43286).
 */
export async function removeContainersOf(
  id: string,
  connection: Connection,
  { endedAt, patience = 20_000 }: RemovalOptions,
): Promise<readonly Refusal[]> {
  await using daemon = reach(connection);
  let lastFound = performance.now();
  let lastRemoved = lastFound;
  for (;;) {
    const { found, refusals } = await removeOnce(daemon, `${runLabel}=${id}`);
    const now = performance.now();
    if (found > 0) lastFound = now;
    if (found > refusals.length) lastRemoved = now;
    if (now - lastFound > quietFor(endedAt, now)) return [];
    if (refusals.length > 0 && now - lastRemoved > patience) return refusals;
    await setTimeout(interval);
  }
}

function quietFor(endedAt: number | undefined, now: number): number {
  if (endedAt === undefined) return 0;
  return now - endedAt > quietTime ? lateQuietTime : quietTime;
}

/** The ids of the runs of an owner that have containers or networks. */
export async function runsOf(owner: string, connection: Connection): Promise<readonly string[]> {
  await using daemon = reach(connection);
  const found = await Promise.all(kinds.map((kind) => daemon.list(kind, `${ownerLabel}=${owner}`)));
  return [...new Set(found.flat().flatMap(({ Labels }) => Labels?.[runLabel] ?? []))];
}

const kinds = ["containers", "networks"] as const;
type Kind = (typeof kinds)[number];

const foundSchema = z.object({
  Id: z.string(),
  // Networks have one, containers several.
  Name: z.string().optional(),
  Names: z.array(z.string()).nullish(),
  Labels: z.record(z.string(), z.string()).nullish(),
});
type Found = z.infer<typeof foundSchema>;

interface Daemon extends AsyncDisposable {
  list(kind: Kind, label: string): Promise<readonly Found[]>;
  /** Gives the daemon's reason where it refuses. */
  remove(kind: Kind, id: string): Promise<string | undefined>;
}

/** Containers first: a network that has some cannot be removed. */
async function removeOnce(
  daemon: Daemon,
  label: string,
): Promise<{ readonly found: number; readonly refusals: readonly Refusal[] }> {
  const refusals: Refusal[] = [];
  let count = 0;
  for (const kind of kinds) {
    const found = await daemon.list(kind, label);
    const reasons = await Promise.all(found.map(({ Id }) => daemon.remove(kind, Id)));
    for (const [at, reason] of reasons.entries())
      if (reason !== undefined) refusals.push({ what: inWords(kind, found[at]), reason });
    count += found.length;
  }
  return { found: count, refusals };
}

function inWords(kind: Kind, found: Found | undefined): string {
  const name = found?.Name ?? found?.Names?.[0]?.replace(/^\//, "") ?? found?.Id;
  return `${kind === "networks" ? "network" : "container"} ${name}`;
}

function reach({ origin, ...connect }: Connection): Daemon {
  const dispatcher: Dispatcher = new Agent({ connect });
  return {
    async list(kind, label) {
      const filters = JSON.stringify({ label: [label] });
      const { body } = await request(`${origin}/${kind}${kind === "containers" ? "/json" : ""}`, {
        dispatcher,
        query: { all: "true", filters },
      });
      return z.array(foundSchema).parse(await body.json());
    },
    async remove(kind, id) {
      const { statusCode, body } = await request(`${origin}/${kind}/${id}`, {
        dispatcher,
        method: "DELETE",
        query: kind === "containers" ? { force: "true", v: "true" } : {},
      });
      const said = await body.text();
      // What is gone meanwhile is removed.
      return statusCode < 400 || statusCode === 404 ? undefined : reasonIn(said);
    },
    [Symbol.asyncDispose]: () => dispatcher.destroy(),
  };
}

const answer = z.object({ message: z.string() });

function reasonIn(said: string): string {
  try {
    return answer.parse(JSON.parse(said)).message;
  } catch {
    return said.trim() || "it gives no reason";
  }
}
