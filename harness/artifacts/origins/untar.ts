import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import { CannotRunHere } from "../../errors/index.ts";
import { quoted } from "../../text/index.ts";
import { sizeInWords } from "../size.ts";
import { broken, largest, mostEntries, refused, type Wanted } from "./unzip.ts";

/**
 * Writes the one file of the compressed tar archive at `path` that is wanted to `target`, executable; nothing else is
 * ever written. Throws {@link CannotRunHere} (`download.archive`) where the archive cannot be read or tries something.
 */
export async function untarOne(path: string, wanted: Wanted, target: string, signal?: AbortSignal): Promise<void> {
  const entries = extract();
  const reading = pipeline(createReadStream(path), createGunzip(), entries, { ...(signal && { signal }) });
  const taking = (async () => {
    let found: string | undefined;
    let count = 0;
    for await (const entry of entries) {
      const { name, type, size = 0 } = entry.header;
      count += 1;
      if (count > mostEntries) throw refused(wanted, `holds more than ${mostEntries} files`);
      if (!wanted.file.test(name.split("/").at(-1) ?? "")) entry.resume();
      else if (found !== undefined) throw refused(wanted, `holds ${quoted(found)} and ${quoted(name)}`);
      else if (type !== "file") throw refused(wanted, `has ${quoted(name)} as a link or device`);
      else if (size > largest) throw refused(wanted, `would unpack ${quoted(name)} to ${sizeInWords(size)}`);
      else {
        found = name;
        await pipeline(entry, createWriteStream(target, { mode: 0o755 }));
      }
    }
    if (found === undefined) throw refused(wanted, `holds no file like ${wanted.file.source}`);
  })();
  const [taken, read] = await Promise.allSettled([taking, reading]);
  signal?.throwIfAborted();
  for (const { status, reason } of [taken, read].filter((one) => one.status === "rejected"))
    if (status === "rejected") throw reason instanceof CannotRunHere ? reason : broken(wanted, reason);
}
