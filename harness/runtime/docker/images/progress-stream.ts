import { createInterface } from "node:readline";
import { z } from "zod";

const event = z.looseObject({ stream: z.string().optional(), error: z.string().optional() });

/** What a build or an import said, and the daemon's complaint where it failed. */
export interface Followed {
  readonly log: string;
  readonly problem?: string;
}

/** Reads the daemon's JSON lines to their end. */
export async function followStream(stream: NodeJS.ReadableStream): Promise<Followed> {
  let log = "";
  let problem: string | undefined;
  for await (const line of createInterface({ input: stream })) {
    const said = event.safeParse(line === "" ? undefined : JSON.parse(line));
    log += said.data?.stream ?? "";
    problem ??= said.data?.error;
  }
  return { log, ...(problem === undefined ? {} : { problem }) };
}
