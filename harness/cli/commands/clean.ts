import { cacheFolder, cleanCache, stateFolder } from "../../artifacts/cache/index.ts";
import { readSize, sizeInWords } from "../../artifacts/index.ts";
import { type ExitStatus, exitStatus, WrongInput } from "../../errors/index.ts";
import { removeStaleRuns } from "../../runtime/scope/index.ts";
import { counted, print, quoted } from "../../text/index.ts";

/** The options of `clean` as they were typed. */
export interface CleanOptions {
  readonly cache?: boolean;
  readonly keep?: string;
}

/** Removes the leftovers of runs whose process is gone, and on demand empties the cache. */
export async function clean(options: CleanOptions): Promise<ExitStatus> {
  const limit = limitOf(options);
  const removed = await removeStaleRuns();
  print(process.stdout, [
    removed.length === 0
      ? "Nothing was left behind."
      : `Removed the leftovers of ${removed.length} run(s): ${removed.join(", ")}.`,
  ]);
  if (limit !== undefined) await shrink(limit);
  return exitStatus.conforms;
}

/** Bytes that may stay in the cache; `undefined` if it stays untouched. */
function limitOf({ cache, keep }: CleanOptions): number | undefined {
  if (keep === undefined) return cache ? 0 : undefined;
  if (!cache) throw new WrongInput("clean.keep", "--keep needs --cache.", "Add --cache, or leave --keep out.");
  const limit = readSize(keep);
  if (limit !== undefined) return limit;
  const remedy = "Write a number and KiB, MiB or GiB, such as 10GiB.";
  throw new WrongInput("clean.keep", `--keep does not take ${quoted(keep)}.`, remedy, { keep });
}

async function shrink(limit: number): Promise<void> {
  const folder = cacheFolder();
  const { removed, inUse, freed, left } = await cleanCache(folder, stateFolder(), limit);
  const names = removed.length === 0 ? "" : `: ${removed.join(", ")}`;
  print(process.stdout, [
    `Removed ${counted(removed.length, "file")} of the cache ${folder}${names}.`,
    `Freed: ${sizeInWords(freed)}, left: ${sizeInWords(left)}.`,
    ...(inUse.length > 0 ? [`Kept, in use by a run: ${inUse.join(", ")}.`] : []),
  ]);
}
