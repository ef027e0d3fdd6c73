import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { HarnessError } from "../../errors/index.ts";
import { readBounded } from "../../input/index.ts";
import { type HistoryRecord, recordSchema } from "./record.ts";

/** So many runs are looked at, the latest. */
const mostRuns = 60;

/** The runs of a history's folder, the earliest first, and the files that are no records. */
export interface History {
  readonly records: readonly HistoryRecord[];
  readonly damaged: readonly string[];
}

/** The names of the latest records, the earliest of them first. */
export async function recordNames(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => /^run-\d{8}T\d{9}Z-[0-9a-f]{16}\.json$/.test(name));
  return names.sort().slice(-mostRuns);
}

/** Reads records; one that is damaged costs no more than itself. */
export async function readHistory(folder: string, names: readonly string[]): Promise<History> {
  const records: HistoryRecord[] = [];
  const damaged: string[] = [];
  for (const name of names) {
    const record = await readRecord(join(folder, name));
    if (record === undefined) damaged.push(name);
    else records.push(record);
  }
  return { records, damaged };
}

async function readRecord(path: string): Promise<HistoryRecord | undefined> {
  try {
    const { bytes } = await readBounded(path, "history");
    return recordSchema.safeParse(JSON.parse(bytes.toString("utf8"))).data;
  } catch (error) {
    if (error instanceof HarnessError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
