/**
 * Waits for its standard input to end, which it does when the run's process has, and removes what is left of the run.
 * Before that it is told by lines of JSON what else is to be removed then, and to remove everything at once.
 */
import { rm, rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { removeRun } from "./removeRun.ts";

const [id = "", folder = "", keep] = process.argv.slice(2);
const claimed = new Set<string>();
let removed: Promise<void> = Promise.resolve();

function remove(): Promise<void> {
  removed = removed.then(async () => {
    await removeRun({ id, folder }, keep !== "keep");
    await Promise.all([...claimed].map((path) => rm(path, { recursive: true, force: true })));
    // The folder of all runs goes with the last of them.
    await rmdir(dirname(folder)).catch(() => {});
  });
  return removed;
}

createInterface({ input: process.stdin })
  .on("line", async (line) => {
    const order: { claim?: string; release?: string } = JSON.parse(line);
    if (order.claim !== undefined) claimed.add(order.claim);
    else if (order.release !== undefined) claimed.delete(order.release);
    else await remove().then(() => process.stdout.write("removed\n"));
  })
  .once("close", () => void remove());
// Who was to read the answer may be gone.
process.stdout.on("error", () => {});
