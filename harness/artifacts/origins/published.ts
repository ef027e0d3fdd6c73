import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256OfFile } from "../cache/index.ts";
import { fetchFile } from "./fetch-file.ts";
import { unzipOne } from "./unzip.ts";

/** A file for some machine, and what is known of it. */
export interface PublishedFile {
  readonly name: string;
  readonly sha256: string;
  /** The publisher's place of it. */
  readonly origin: string;
  readonly url: string;
  /** The one program in it. */
  readonly program: {
    /** Its name in the lock file, `NAME-VERSION-PLATFORM`. */
    readonly key: string;
    /** Matches its name in the archive. */
    readonly file: RegExp;
  };
}

/** Milliseconds that one archive may take. */
const patience = 600_000;

/** The SHA-256 of the program in a published archive, which is fetched and unpacked for that. */
export async function unpackedDigest({ name, sha256, url, program }: PublishedFile): Promise<string> {
  const signal = AbortSignal.timeout(patience);
  const folder = await mkdtemp(join(tmpdir(), "vault-jwt-conformance-unpacked-"));
  const [archive, target] = [join(folder, "archive.zip"), join(folder, "program")];
  try {
    await fetchFile({ url, sha256, signal, progress: () => {} }, archive);
    await unzipOne(archive, { archive: name, file: program.file }, target, signal);
    return await sha256OfFile(target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
