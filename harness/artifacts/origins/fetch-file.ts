import { createWriteStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Response } from "undici";
import { sha256OfFile } from "../cache/index.ts";
import { sizeInWords } from "../size.ts";
import type { ArtifactOptions } from "../types.ts";
import { attempts, damaged, refused, retried, type Source, tooLarge } from "./download.ts";

/** A file to fetch. */
export interface FileSource extends Source, Pick<ArtifactOptions, "progress"> {
  /** What it must have in the end. */
  readonly sha256: string;
}

const megabyte = 1024 * 1024;

/** Nothing that is fetched has a tenth of it. */
const largest = 4 * 1024 * megabyte;

/** A smaller file is there before anybody asks. */
const worthTelling = 8 * megabyte;

/**
 * Fetches a file, from where it broke off where the server can (RFC 9110, section 14), and checks its digest; tells how
 * far it is. Throws {@link CannotRunHere} (`download.damaged` where the digest differs, `download.too-large`, …).
 */
export async function fetchFile(source: FileSource, target: string): Promise<void> {
  let validator: string | undefined;
  const headers = async (): Promise<Record<string, string>> => {
    const start = await sizeOf(target);
    // Without a validator nobody could tell whether the rest is of the same file.
    const rest = start === 0 || validator === undefined ? {} : { range: `bytes=${start}-`, "if-range": validator };
    return { "accept-encoding": "identity", ...rest };
  };
  await retried(source, { retries: attempts.file, headers }, async (response) => {
    if (response.status === 416) throw await startOver(source, target);
    const start = continuation(response);
    validator = validatorOf(response) ?? (start === 0 ? undefined : validator);
    await write(response, { start, target, source });
    await check(source, target, start > 0);
  });
}

interface Part {
  readonly start: number;
  readonly target: string;
  readonly source: FileSource;
}

async function write(response: Response, { start, target, source }: Part): Promise<void> {
  if (response.body === null) return;
  const length = Number(response.headers.get("content-length") ?? Number.NaN);
  const seen = (chunks: AsyncIterable<Uint8Array>) => counted(chunks, source, { start, total: start + length });
  const flags = start > 0 ? "a" : "w";
  await pipeline(Readable.fromWeb(response.body), seen, createWriteStream(target, { flags }));
}

/** Tells at every fifth of a large file, or every 16 MiB where nobody says how large it is. */
async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  source: FileSource,
  { start, total }: { readonly start: number; readonly total: number },
): AsyncGenerator<Uint8Array> {
  const name = new URL(source.url).pathname.split("/").at(-1);
  const step = Number.isNaN(total) ? 16 * megabyte : total < worthTelling ? Number.POSITIVE_INFINITY : total / 5;
  let size = start;
  for await (const chunk of chunks) {
    const before = size;
    size += chunk.length;
    if (size > largest) throw tooLarge(source, largest);
    const isStep = Math.floor(before / step) < Math.floor(size / step);
    const of = Number.isNaN(total) ? "" : ` of ${sizeInWords(total)} (${Math.floor((100 * size) / total)} %)`;
    if (isStep && size !== total) source.progress(`Fetched ${sizeInWords(size)}${of}: ${name}.`);
    yield chunk;
  }
}

/** What was put together of two answers may be of two files: that is worth one more try, from the start. */
async function check(source: FileSource, target: string, isResumed: boolean): Promise<void> {
  const actual = await sha256OfFile(target);
  if (actual === source.sha256) return;
  await rm(target);
  throw damaged(source, source.sha256, actual, { passing: isResumed });
}

async function startOver(source: FileSource, target: string): Promise<Error> {
  await rm(target);
  return refused(source, "has nothing beyond what was downloaded already", { passing: true });
}

/** The byte that an answer begins with: 0 where the server starts over. */
function continuation({ status, headers }: Response): number {
  const [, first] = /^bytes (\d+)-/.exec(headers.get("content-range") ?? "") ?? [];
  return status === 206 && first !== undefined ? Number(first) : 0;
}

/** A weak one does not vouch for every byte (RFC 9110, section 13.1.5). */
function validatorOf({ headers }: Response): string | undefined {
  const tag = headers.get("etag");
  return tag === null || tag.startsWith("W/") ? (headers.get("last-modified") ?? undefined) : tag;
}

function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
