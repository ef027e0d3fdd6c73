import { z } from "zod";
import type { Origin } from "../types.ts";
import { readRecordText } from "./plain-file.ts";

/** The ways by which content can come into the cache. */
export type Fetched = Extract<Origin, "release" | "package" | "source">;

/** What is written down of an entry: beside it in the cache, and where nothing in the cache is vouched for by a publisher, in the state folder. */
export interface CacheRecord {
  readonly name: string;
  readonly version: string;
  readonly file: string;
  readonly sha256: string;
  readonly size: number;
  readonly origin: Fetched;
}

const recordSchema: z.ZodType<CacheRecord> = z.object({
  name: z.string(),
  version: z.string(),
  file: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.int(),
  origin: z.enum(["release", "package", "source"]),
});

/** Reads a record; `undefined` where there is none, or something else in its place. */
export async function readRecord(path: string): Promise<CacheRecord | undefined> {
  const text = await readRecordText(path);
  if (text === undefined) return undefined;
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
