import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";
import { CannotRunHere } from "../../errors/index.ts";
import { named } from "../../text/index.ts";

/**
 * Removes a folder with all that a module has made in it: also folders that nobody may look into, and paths that are
 * longer than Node can name.
 *
 * @throws CannotRunHere `runtime.folder`
 */
export async function removeFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  } catch {
    await removeByForce(folder);
  }
}

const run = promisify(execFile);

/** Only the system's own programs; `find` refuses a PATH with a relative folder in it. */
const options = { env: { PATH: "/usr/bin:/bin", LC_ALL: "C" } };

/** Both programs go down from folder to folder, and name none by its whole path. */
async function removeByForce(folder: string): Promise<void> {
  // Files keep their modes: one of them may be another name of a file that is not the run's.
  const closed = ["-type", "d", "!", "-perm", "-u=rwx", "-execdir", "chmod", "u+rwx", "--", "{}", ";"];
  // What it cannot open, the next one does not remove.
  await run("find", [folder, ...closed], options).catch(() => {});
  await run("rm", ["-rf", "--one-file-system", "--", folder], options).catch((cause: unknown) => {
    const said = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : String(cause);
    throw new CannotRunHere(
      "runtime.folder",
      `The folder ${named(folder)} of a run could not be removed: ${said.split("\n")[0]}.`,
      "Remove it by hand, as root if need be.",
      { folder },
      cause,
    );
  });
}
