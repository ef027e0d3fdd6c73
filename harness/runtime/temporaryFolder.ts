import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { CannotRunHere } from "../errors/index.ts";

/** Bytes that a run of a few scenarios at a time takes: copies of the template, and what servers write. */
const needed = 64 * 1024 * 1024;

/** Bytes of the path that a unix socket can have on Linux, less what a run puts between its folder and a server's. */
const longestFolder = 107 - "/net-01234567/service-9/api.sock".length;

/**
 * Checks that a run's folder can hold the sockets of servers, as the process runtime has them.
 *
 * @throws CannotRunHere `temporary.too-long`
 */
export function checkSocketPath(folder: string): void {
  const excess = Buffer.byteLength(folder) - longestFolder;
  if (excess <= 0) return;
  throw new CannotRunHere(
    "temporary.too-long",
    `The path of the temporary folder ${tmpdir()} is ${excess} bytes too long for a server's socket.`,
    "Name a folder with a shorter path with TMPDIR.",
    { folder, excess },
  );
}

/**
 * Checks that the temporary folder has room for a run: where it runs out later, Terraform and servers fail for reasons
 * that look like the subject's.
 *
 * @throws CannotRunHere `temporary.no-space`, `temporary.unusable`
 */
export async function checkTemporaryFolder(): Promise<void> {
  const folder = tmpdir();
  const { bavail, bsize } = await statfs(folder).catch((cause: unknown) => {
    throw unusableTemporaryFolder(cause);
  });
  if (bavail * bsize >= needed) return;
  const free = Math.floor((bavail * bsize) / 1024 / 1024);
  throw new CannotRunHere(
    "temporary.no-space",
    `There is no space left in the temporary folder ${folder}: a run needs ${needed / 1024 / 1024} MB, and ${free} MB are free.`,
    "Make room there, or name another folder with TMPDIR.",
    { folder, free, needed },
  );
}

/** Says that nothing can be written to the temporary folder. */
export function unusableTemporaryFolder(cause: unknown): CannotRunHere {
  const folder = tmpdir();
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
  const problem = `The temporary folder ${folder} cannot be written to (${code}).`;
  return new CannotRunHere("temporary.unusable", problem, "Name another folder with TMPDIR.", { folder, code }, cause);
}
