import { type ExitStatus, exitStatus } from "../errors/index.ts";
import { removeStaleRuns } from "../runtime/index.ts";

/** Removes what runs left behind whose process is gone. */
export async function clean(): Promise<ExitStatus> {
  const removed = await removeStaleRuns();
  process.stdout.write(
    removed.length === 0
      ? "Nothing was left behind.\n"
      : `Removed what was left of ${removed.length} run(s): ${removed.join(", ")}.\n`,
  );
  return exitStatus.conforms;
}
