import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import yauzl from "yauzl";
import { CannotRunHere } from "../../errors/index.ts";

/** Writes the one entry of `archive` whose file name (without folders) matches to `target`, executable. */
export async function unzipOne(archive: string, wanted: RegExp, target: string, signal?: AbortSignal): Promise<void> {
  const zip = await yauzl.openPromise(archive, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      if (!wanted.test(entry.fileName.split("/").at(-1) ?? "")) continue;
      const content = await zip.openReadStreamPromise(entry);
      return await pipeline(content, createWriteStream(target, { mode: 0o755 }), { ...(signal && { signal }) });
    }
  } finally {
    zip.close();
  }
  throw new CannotRunHere(
    "download.archive",
    `The archive holds no file like ${wanted.source}.`,
    "Tell the maintainers of this tool: the archive's layout has changed.",
  );
}
