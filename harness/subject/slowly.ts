import { named } from "../text/index.ts";

/** Milliseconds between two messages about what takes long. */
const pause = 2_000;

/** Counts the files of a folder, and says every two seconds how many there were. */
export function slowly(
  what: string,
  folder: string,
  progress: ((message: string) => void) | undefined,
  now: () => number = Date.now,
): () => void {
  let files = 0;
  let due = now() + pause;
  return () => {
    files += 1;
    if (now() < due) return;
    due = now() + pause;
    progress?.(`${what} ${named(folder)}: ${files.toLocaleString("en")} files so far…`);
  };
}
