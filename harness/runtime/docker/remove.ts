import { setTimeout } from "node:timers/promises";
import { Agent, type Dispatcher, request } from "undici";
import { z } from "zod";
import type { Connection } from "./connection.ts";
import { ownerLabel, runLabel } from "./labels.ts";

/** How long nothing has to be found: the daemon goes on creating what a killed process has asked for. */
const quietTime = 500;
const interval = 50;

/** Removes the containers and networks of a run until none are there; of a run that has ended, until none come any more. */
export async function removeContainersOf(id: string, connection: Connection, hasEnded: boolean): Promise<void> {
  await using daemon = reach(connection);
  const quiet = hasEnded ? quietTime : 0;
  let found = performance.now();
  for (;;) {
    if ((await removeOnce(daemon, `${runLabel}=${id}`)) > 0) found = performance.now();
    else if (performance.now() - found >= quiet) return;
    await setTimeout(interval);
  }
}

/** The ids of the runs of an owner that have containers or networks. */
export async function runsOf(owner: string, connection: Connection): Promise<readonly string[]> {
  await using daemon = reach(connection);
  const found = await Promise.all(kinds.map((kind) => daemon.list(kind, `${ownerLabel}=${owner}`)));
  return [...new Set(found.flat().flatMap(({ Labels }) => Labels?.[runLabel] ?? []))];
}

const kinds = ["containers", "networks"] as const;
type Kind = (typeof kinds)[number];

const foundSchema = z.object({ Id: z.string(), Labels: z.record(z.string(), z.string()).nullish() });
type Found = z.infer<typeof foundSchema>;

interface Daemon extends AsyncDisposable {
  list(kind: Kind, label: string): Promise<readonly Found[]>;
  remove(kind: Kind, id: string): Promise<void>;
}

/** Containers first: a network that has some cannot be removed. */
async function removeOnce(daemon: Daemon, label: string): Promise<number> {
  let count = 0;
  for (const kind of kinds) {
    const found = await daemon.list(kind, label);
    await Promise.all(found.map(({ Id }) => daemon.remove(kind, Id)));
    count += found.length;
  }
  return count;
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
      const { body } = await request(`${origin}/${kind}/${id}`, {
        dispatcher,
        method: "DELETE",
        query: kind === "containers" ? { force: "true", v: "true" } : {},
      });
      await body.dump();
    },
    [Symbol.asyncDispose]: () => dispatcher.destroy(),
  };
}
