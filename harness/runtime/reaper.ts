/**
 * Waits for its standard input to end, which it does when the run's process has, and removes what is left of the run.
 * Before that it is told by lines of JSON what else is to be removed then, and to remove everything at once.
 */
import { rm, rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { print } from "../text/index.ts";
import type { Connection } from "./docker/connection.ts";
import { containerRemoval, leftAtDaemon, removeRun } from "./removeRun.ts";

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

function remove(hasEnded: boolean): Promise<void> {
  removed = removed.then(async () => {
    const refusals = await removeRun({ id, folder }, { withFolder: keep !== "keep", hasEnded, docker });
    await Promise.all([...claimed].map((path) => rm(path, { recursive: true, force: true })));
    // The folder of all runs goes with the last of them.
    await rmdir(dirname(folder)).catch(() => {});
    if (hasEnded && refusals.length > 0) {
      const { message, remedy } = leftAtDaemon(refusals);
      print(process.stderr, [message, remedy]);
    }
  });
  return removed;
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
    else await remove(false).then(() => print(process.stdout, ["removed"]));
  })
  .once("close", () => void remove(true));
// Who was to read the answer may be gone.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});
