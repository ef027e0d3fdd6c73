import type { Starting } from "../../coder/agent/index.ts";
import type { Machine, Network } from "../../runtime/index.ts";
import type { Origins, SessionState, SessionsAround, Watched } from "./record.ts";
import { shellProbe } from "./sessions.ts";
import { watchedFolders, watchMachine } from "./watch.ts";

/** What a start was seen to do. */
export interface Seen {
  readonly watched: Watched;
  readonly sessions: SessionsAround;
  /** Names that were looked up. */
  readonly names: ReadonlySet<string>;
  /** As they were before this start. */
  readonly origins: Origins;
}

/** The watch over a start. */
export interface StartWatch {
  /** For the agent, which opens the sessions. */
  readonly around: NonNullable<Starting["around"]>;
  /** `undefined` where the agent ran nothing. */
  seen(): Seen | undefined;
}

/** The module itself has ended the watch: that is no reason for the scenario to stop. */
function blind(): Watched {
  return {
    processes: [],
    changes: [],
    states: [],
    othersLive: false,
    unseen: ["anything, as the watch was ended"],
    longestPause: Number.POSITIVE_INFINITY,
  };
}

interface Past {
  readonly made: Set<string>;
  readonly contents: Map<string, Buffer | undefined>;
  /** As the last start left them. */
  readonly left: Map<string, Buffer | undefined>;
}

const pasts = new WeakMap<Machine, Past>();

/** Watches a start from before its scripts begin until they have ended, and opens a session of each kind before and after. */
export function watchStart(
  machine: Machine,
  { rest, network }: { readonly rest: number; readonly network: Pick<Network, "ownFiles" | "watchNames"> },
): StartWatch {
  let seen: Seen | undefined;
  const probe = shellProbe();
  return {
    async around(sessions) {
      const ask = async (first?: string): Promise<readonly SessionState[]> =>
        (await sessions(probe.command, first)).map(({ kind, ...answer }) => probe.read(kind, answer));
      const [watch, before] = await Promise.all([watchMachine(machine, { rest, folders: watchedFolders }), ask()]);
      const namesSeen = network.watchNames();
      return async () => {
        const after = await ask(`kill ${watch.pid}`);
        const watched = withoutFiles(network.ownFiles, await watch.ended().catch(blind));
        seen = { watched, sessions: { before, after }, names: namesSeen(), origins: originsOf(machine, watched) };
      };
    },
    seen: () => seen,
  };
}

/** A network gets further names while a start runs. */
function withoutFiles(files: readonly string[], watched: Watched): Watched {
  return { ...watched, changes: watched.changes.filter(({ path }) => !files.includes(path)) };
}

/** What is known of a machine's files from earlier starts; this one counts for the next. */
function originsOf(machine: Machine, { changes }: Watched): Origins {
  const past = pasts.get(machine) ?? { made: new Set(), contents: new Map(), left: new Map() };
  // What somebody has put there between two starts is the person's again.
  for (const { path, before } of changes)
    if (!sameContent(before?.content, past.left.get(path))) past.contents.delete(path);
  const known: Origins = { made: new Set(past.made), contents: new Map(past.contents) };
  for (const { path, before, after } of changes) {
    if (before === undefined) past.made.add(path);
    else if (!past.contents.has(path)) past.contents.set(path, before.content);
    past.left.set(path, after?.content);
  }
  pasts.set(machine, past);
  return known;
}

function sameContent(one: Buffer | undefined, other: Buffer | undefined): boolean {
  return one === undefined || other === undefined ? one === other : one.equals(other);
}
