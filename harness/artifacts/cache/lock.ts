import { lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import pRetry from "p-retry";
import lockfile from "proper-lockfile";

/** A waiting run looks again every quarter of a second; a lock whose holder was killed is free after 10 s. */
const waitingFor = { retries: Number.POSITIVE_INFINITY, minTimeout: 250, factor: 1 } as const;

/** The file that a lock is named for need not exist. */
export const lockOptions = { realpath: false, onCompromised: (): void => onCompromised() } as const;

/** Told of waiting, and when to give it up. */
export interface Waiting {
  readonly onWait: () => void;
  readonly signal?: AbortSignal | undefined;
}

/** Holds `<folder>/<key>.lock` until it is disposed; waits, however long, while another run holds it. */
export async function holdLock(folder: string, key: string, { onWait, signal }: Waiting): Promise<AsyncDisposable> {
  await removeFalseLock(folder, key);
  const release = await pRetry(() => lockfile.lock(join(folder, key), lockOptions), {
    ...waitingFor,
    ...(signal && { signal }),
    shouldRetry: ({ error }) => isHeld(error),
    onFailedAttempt: ({ error, attemptNumber }) => {
      if (attemptNumber === 1 && isHeld(error)) onWait();
    },
  });
  return { [Symbol.asyncDispose]: () => release().catch(onCompromised) };
}

/** {@link holdLock}, but `undefined` where another run holds it. */
export async function tryLock(folder: string, key: string): Promise<AsyncDisposable | undefined> {
  await removeFalseLock(folder, key);
  try {
    const release = await lockfile.lock(join(folder, key), lockOptions);
    return { [Symbol.asyncDispose]: () => release().catch(onCompromised) };
  } catch (error) {
    if (error instanceof Error && isHeld(error)) return undefined;
    throw error;
  }
}

/** Whether some run holds `<folder>/<key>.lock` now. */
export async function isLocked(folder: string, key: string): Promise<boolean> {
  await removeFalseLock(folder, key);
  return await lockfile.check(join(folder, key), { realpath: false });
}

/** Milliseconds that the clocks of two runs may differ by. */
const clockSkew = 60_000;

/** Removes what no run has made: a lock is an empty folder, and one from the future would be waited for until then. */
async function removeFalseLock(folder: string, key: string): Promise<void> {
  const path = join(folder, `${key}.lock`);
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return;
  const isOfNow = found.isDirectory() && found.mtimeMs < Date.now() + clockSkew;
  if (isOfNow && (await readdir(path).catch(() => [])).length === 0) return;
  await rm(path, { recursive: true, force: true }).catch(() => {});
}

/**
 * A machine that slept may lose its lock to another run. That costs a second download and nothing else, since what is
 * written takes its place by renaming.
 */
function onCompromised(): void {}

function isHeld(error: Error): boolean {
  return "code" in error && error.code === "ELOCKED";
}
