import { runOwner } from "../../runs-folder.ts";
import { dockerAnswers } from "./answers.ts";
import { type Connection, connectionOf } from "./connection.ts";
import { openHost } from "./host.ts";
import { runsOf } from "./remove.ts";

/** The runs of this user, of this machine, that have containers or networks at a daemon. */
export interface KnownRuns {
  readonly connection: Connection;
  readonly runs: readonly string[];
}

/** Asks the daemon that answers now; `undefined` where none does. */
export async function knownRuns(): Promise<KnownRuns | undefined> {
  if ("problem" in (await dockerAnswers())) return undefined;
  const connection = connectionOf(await openHost());
  return { connection, runs: await runsOf(runOwner(), connection) };
}
