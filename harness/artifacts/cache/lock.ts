import { join } from "node:path";
import pRetry from "p-retry";
import lockfile from "proper-lockfile";

/** A waiting run looks again every quarter of a second; a lock whose holder was killed is free after 10 s. */
const waitingFor = { retries: Number.POSITIVE_INFINITY, minTimeout: 250, factor: 1 } as const;

/** The file that a lock is named for need not exist. */
export const lockOptions = { realpath: false, onCompromised: (): void => onCompromised() } as const;

/** Holds `<folder>/<key>.lock` until it is disposed; waits, however long, while another run holds it. */
export async function holdLock(
  folder: string,
  key: string,
  { onWait, signal }: { readonly onWait: () => void; readonly signal?: AbortSignal | undefined },
): Promise<AsyncDisposable> {
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
  try {
    const release = await lockfile.lock(join(folder, key), lockOptions);
    return { [Symbol.asyncDispose]: () => release().catch(onCompromised) };
  } catch (error) {
    if (error instanceof Error && isHeld(error)) return undefined;
    throw error;
  }
}

/** Whether some run holds `<folder>/<key>.lock` now. */
export function isLocked(folder: string, key: string): Promise<boolean> {
  return lockfile.check(join(folder, key), { realpath: false });
}

/**
 * A machine that slept may lose its lock to another run. That costs a second download and nothing else, since what is
 * written takes its place by renaming.
 */
function onCompromised(): void {}

function isHeld(error: Error): boolean {
  return "code" in error && error.code === "ELOCKED";
}
