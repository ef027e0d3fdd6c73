import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

/** A file to put into a zip archive. */
export interface ZipEntry {
  readonly name: string;
  readonly content: string;
  /** Permissions, such as 0o755. */
  readonly mode: number;
}

/** The same entries give the same bytes. */
const mtime = new Date(2024, 0, 1);
const regularFile = 0o100000;

/** Writes a zip archive with uncompressed entries. */
export async function writeZip(entries: readonly ZipEntry[]): Promise<Buffer> {
  const archive = new ZipFile();
  for (const { name, content, mode } of entries) {
    // Other timestamps than MS-DOS's would depend on the time zone.
    const options = { mtime, mode: regularFile | mode, compress: false, forceDosTimestamp: true };
    archive.addBuffer(Buffer.from(content), name, options);
  }
  archive.end();
  return await buffer(archive.outputStream);
}
