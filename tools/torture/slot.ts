/**
 * Kills one run after the other for who has started it, in process and mount namespaces of its own: whatever it finds
 * there beside itself is left of the run. Whatever it leaves itself ends with the namespaces.
 */
import { join } from "node:path";
import { removeFolder } from "../../harness/runtime/removal/remove-folder.ts";
import { killAll, underWay } from "./leftovers.ts";
import { type Ground, measure, type Struck, strike } from "./strike.ts";

/** What a slot says: first what a run takes, then what came of each kill. */
export type SlotNews = { readonly usual: number; readonly complaints: readonly string[] } | { readonly struck: Struck };

export interface SlotOrder {
  readonly seed: number;
}

const ground: Ground = JSON.parse(process.argv[2] ?? "");
// Who asked may be gone.
const tell = (news: SlotNews) => void process.send?.(news, undefined, undefined, () => {});

/** What a failing run has left would be found again after the next. */
async function tidy(name: string): Promise<void> {
  await killAll();
  await removeFolder(join(ground.folder, name));
  for (const path of await underWay(ground.cache)) await removeFolder(join(ground.cache, path));
}

/** How often a run is started whose predecessors ended before their moment. */
const tries = 3;

/** By the milliseconds that a run took last that nobody killed: how busy the machine is changes. */
async function struckInTime(seed: number): Promise<Struck> {
  for (let left = tries - 1; ; left -= 1) {
    const struck = await strike(ground, seed, usual);
    await tidy(String(seed));
    if (struck.moment !== undefined || struck.left.length > 0 || left === 0) return struck;
    usual = struck.took;
  }
}

const measured = await measure(ground);
await tidy("measured");
let { usual } = measured;
process.on("message", async ({ seed }: SlotOrder) => tell({ struck: await struckInTime(seed) }));
process.on("disconnect", () => process.exit());
tell(measured);
