/**
 * Waits for its standard input to end, which it does when the run's process has, and removes what is left of the run.
 * Before that, the run tells it by lines of JSON what else to remove then, or to remove everything at once.
 */
import { rm, rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { HarnessError } from "../../errors/index.ts";
import { print } from "../../text/index.ts";
import type { Connection } from "../docker/daemon/index.ts";
import { containerRemoval, leftAtDaemon, removeRun } from "./remove-run.ts";

/** What a run tells its reaper. */
export type ReaperOrder =
  | { readonly claim: string }
  | { readonly release: string }
  | { readonly docker: Connection }
  | { readonly remove: true };

const [id = "", folder = "", keep] = process.argv.slice(2);
const claimed = new Set<string>();
let docker: Connection | undefined;
let removed: Promise<void> = Promise.resolve();

/** `endedAt` is when the run's process ended, if it has. */
function remove(endedAt?: number): Promise<void> {
  removed = removed.then(() => removeAll(endedAt));
  return removed;
}

/** What cannot be removed is said at the end, and keeps nothing else from its removal. */
async function removeAll(endedAt: number | undefined): Promise<void> {
  const removing = removeRun({ id, folder }, { withFolder: keep !== "keep", endedAt, docker });
  const [run] = await Promise.allSettled([removing]);
  // Nobody writes to them any more.
  const files = await Promise.allSettled([...claimed].map((path) => rm(path, { recursive: true, force: true })));
  // The folder of all runs goes with the last of them.
  await rmdir(dirname(folder)).catch(() => {});
  if (endedAt === undefined) return;
  if (run.status === "fulfilled" && run.value.length > 0) say(leftAtDaemon(run.value));
  for (const { reason } of [run, ...files].filter((one) => one.status === "rejected")) say(reason);
}

function say(reason: unknown): void {
  print(process.stderr, reason instanceof HarnessError ? [reason.message, reason.remedy] : [String(reason)]);
}

/** What will be needed then is loaded now. */
async function prepareForContainers(connection: Connection): Promise<void> {
  docker = connection;
  await containerRemoval();
}

createInterface({ input: process.stdin })
  .on("line", async (line) => {
    const order: ReaperOrder = JSON.parse(line);
    if ("claim" in order) claimed.add(order.claim);
    else if ("release" in order) claimed.delete(order.release);
    else if ("docker" in order) await prepareForContainers(order.docker);
    else await remove().then(() => print(process.stdout, ["removed"]));
  })
  .once("close", () => void remove(performance.now()));
// Who was to read the answer may be gone.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});
