import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import yauzl from "yauzl";
import { CannotRunHere } from "../../errors/index.ts";
import { quoted } from "../../text/index.ts";
import { sizeInWords } from "../size.ts";

/** What is taken out of an archive. */
export interface Wanted {
  /** The archive as it reads in a sentence, such as its name or address. */
  readonly archive: string;
  /** Matches the file's name, without folders. */
  readonly file: RegExp;
}

/** The largest program that is fetched has half of it. */
export const largest: number = 1024 ** 3;

/** An archive that is fetched has a dozen. */
export const mostEntries = 10_000;

/** The kind of a file in the upper half of its external attributes, as Unix has it in `st_mode`. */
const kindOfFile = 0o170_000;
const regularFile = 0o100_000;

/**
 * Writes the one file of the archive at `path` that is wanted to `target`, executable; nothing else is ever written.
 * Throws {@link CannotRunHere} (`download.archive`) where the archive cannot be read or tries something.
 */
export async function unzipOne(path: string, wanted: Wanted, target: string, signal?: AbortSignal): Promise<void> {
  const zip = await yauzl.openPromise(path, { autoClose: false }).catch((error: unknown) => {
    throw broken(wanted, error);
  });
  try {
    if (zip.entryCount > mostEntries) throw refused(wanted, `holds ${zip.entryCount} files`);
    const entry = await find(zip, wanted);
    check(entry, wanted);
    const content = await zip.openReadStreamPromise(entry);
    await pipeline(content, createWriteStream(target, { mode: 0o755 }), { ...(signal && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    throw isOfArchive(error) ? broken(wanted, error) : error;
  } finally {
    zip.close();
  }
}

/** Every name is looked at: an archive that tries to write elsewhere with one file is not to be trusted with another. */
async function find(zip: yauzl.ZipFile, wanted: Wanted): Promise<yauzl.Entry> {
  let found: yauzl.Entry | undefined;
  for await (const entry of zip.eachEntry()) {
    if (!wanted.file.test(entry.fileName.split("/").at(-1) ?? "")) continue;
    if (found !== undefined) throw refused(wanted, `holds ${quoted(found.fileName)} and ${quoted(entry.fileName)}`);
    found = entry;
  }
  if (found === undefined) throw refused(wanted, `holds no file like ${wanted.file.source}`);
  return found;
}

function check({ fileName, externalFileAttributes, uncompressedSize }: yauzl.Entry, wanted: Wanted): void {
  const kind = (externalFileAttributes >>> 16) & kindOfFile;
  if (kind !== 0 && kind !== regularFile) throw refused(wanted, `has ${quoted(fileName)} as a link or device`);
  if (uncompressedSize <= largest) return;
  throw refused(wanted, `would unpack ${quoted(fileName)} to ${sizeInWords(uncompressedSize)}`);
}

/** The disk's errors have a code, and so have zlib's; the archive reader's own have none. */
function isOfArchive(error: unknown): boolean {
  if (error instanceof CannotRunHere || !(error instanceof Error)) return false;
  return !("code" in error) || String(error.code).startsWith("Z_");
}

/** Says that an archive cannot be read. */
export function broken(wanted: Wanted, error: unknown): CannotRunHere {
  const reason = error instanceof Error ? error.message : String(error);
  return refused(wanted, `cannot be unpacked (${reason})`, error);
}

/** Says what an archive tries that none may. */
export function refused({ archive }: Wanted, what: string, cause?: unknown): CannotRunHere {
  return new CannotRunHere(
    "download.archive",
    `The archive ${archive} ${what}.`,
    "Do not use it; if its publisher changed the layout, use a newer version of this tool.",
    { archive },
    cause,
  );
}
