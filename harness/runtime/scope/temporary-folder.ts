import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { CannotRunHere } from "../../errors/index.ts";
import type { RuntimeKind } from "../../model/index.ts";
import { named, quoted } from "../../text/index.ts";

/** Bytes that a run of a few scenarios at a time takes: copies of the template, and what servers write. */
const needed = 64 * 1024 * 1024;

/** The longest path below a run's folder at which a unix socket is made: a server's, and that of a plugin of Terraform. */
const longestSocket: Readonly<Record<RuntimeKind, string>> = {
  process: "/net-01234567/service-9/api.sock",
  docker: "/plugin0123456789",
};

/** Bytes of the path that a unix socket can have on Linux. */
const longestPath = 107;

/**
 * Checks that a run's folder can hold the sockets that will be made there: a plugin that cannot make its own would look
 * like a module that fails.
 *
 * @throws CannotRunHere `temporary.too-long`, `temporary.odd`
 */
export function checkSocketPath(folder: string, runtime: RuntimeKind): void {
  // A plugin says where its socket is in a line of words between bars.
  if (/[\n|]/.test(folder)) throw oddTemporaryFolder(folder);
  const excess = Buffer.byteLength(folder + longestSocket[runtime]) - longestPath;
  if (excess <= 0) return;
  throw new CannotRunHere(
    "temporary.too-long",
    `The path of the temporary folder ${named(tmpdir())} is ${excess} bytes too long for the sockets of a run.`,
    "Name a folder with a shorter path with TMPDIR.",
    { folder, excess },
  );
}

function oddTemporaryFolder(folder: string): CannotRunHere {
  const problem = `The temporary folder ${quoted(tmpdir())} has a line break or a bar in its path, which Terraform's plugins do not support.`;
  return new CannotRunHere("temporary.odd", problem, "Name another folder with TMPDIR.", { folder });
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
    `There is no space left in the temporary folder ${named(folder)}: a run needs ${needed / 1024 / 1024} MB, and ${free} MB are free.`,
    "Make room there, or name another folder with TMPDIR.",
    { folder, free, needed },
  );
}

/** Says that nothing can be written to the temporary folder. */
export function unusableTemporaryFolder(cause: unknown): CannotRunHere {
  const folder = tmpdir();
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
  const problem = `The temporary folder ${named(folder)} cannot be written to (${code}).`;
  return new CannotRunHere("temporary.unusable", problem, "Name another folder with TMPDIR.", { folder, code }, cause);
}
