import { readdir, readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Random } from "../chance.ts";

/** A run that is about to be killed. */
export interface Target {
  /** The harness's process, which leads a group of its own. */
  readonly harness: number;
  readonly random: Random;
  /** Resolves when the harness has ended. */
  readonly ended: Promise<unknown>;
}

/** A way in which a run ends. */
export interface Blow {
  readonly name: string;
  /** How often it comes, beside the others. */
  readonly weight: number;
  readonly deliver: (target: Target) => Promise<void>;
  /** Whether the run goes on, and ends by itself. */
  readonly goesOn?: true;
  /** Whether the reaper is gone too, so that only `clean` can remove what is left. */
  readonly needsClean?: true;
}

const by =
  (signal: NodeJS.Signals) =>
  async ({ harness }: Target) =>
    send(signal, harness);

/** What the run of a target consists of, by the name of its program. */
const reaper = "reaper.ts";
const launcher = "launcher.ts";

const blows: readonly [Blow, ...Blow[]] = [
  { name: "nothing", weight: 1, goesOn: true, deliver: async () => {} },
  { name: "SIGKILL", weight: 12, deliver: by("SIGKILL") },
  { name: "SIGTERM", weight: 2, deliver: by("SIGTERM") },
  { name: "SIGINT", weight: 2, deliver: by("SIGINT") },
  { name: "SIGHUP", weight: 2, deliver: by("SIGHUP") },
  { name: "SIGTERM and then SIGKILL", weight: 2, deliver: firstAsked },
  { name: "SIGKILL of the process group", weight: 2, deliver: async ({ harness }) => send("SIGKILL", -harness) },
  {
    name: "SIGKILL with the launchers",
    weight: 2,
    deliver: async ({ harness }) => send("SIGKILL", harness, ...(await processesOf(launcher))),
  },
  {
    name: "SIGKILL of a launcher",
    weight: 2,
    goesOn: true,
    async deliver({ random }) {
      const [first, ...others] = await processesOf(launcher);
      if (first !== undefined) send("SIGKILL", random.oneOf([first, ...others]));
    },
  },
  {
    name: "SIGKILL with the reaper",
    weight: 2,
    needsClean: true,
    deliver: async ({ harness }) => send("SIGKILL", harness, ...(await processesOf(reaper))),
  },
  {
    name: "SIGKILL of the reaper",
    weight: 1,
    goesOn: true,
    needsClean: true,
    deliver: async () => send("SIGKILL", ...(await processesOf(reaper))),
  },
];

/** It leaves something behind, which a torture that can see reports. */
export const control: Blow = {
  name: "SIGKILL with the reaper, and no `clean`",
  weight: 0,
  deliver: async ({ harness }) => send("SIGKILL", harness, ...(await processesOf(reaper))),
};

export function chooseBlow({ oneOf }: Random): Blow {
  const [first, ...others] = blows.flatMap((blow) => Array.from({ length: blow.weight }, () => blow));
  return first === undefined ? blows[0] : oneOf([first, ...others]);
}

/** In the middle of its clean-up. */
async function firstAsked({ harness, ended, random }: Target): Promise<void> {
  send("SIGTERM", harness);
  const patience = AbortSignal.timeout(random.below(600));
  await Promise.race([ended, new Promise((over) => patience.addEventListener("abort", over, { once: true }))]);
  send("SIGKILL", harness);
}

function send(signal: NodeJS.Signals, ...pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended by itself.
    }
  }
}

/** In a process namespace of the torture's own, all are of the one run. */
async function processesOf(program: string): Promise<readonly number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = pids.map(async (pid) => {
    const [, path = ""] = (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).split("\0");
    return path.includes("/harness/runtime/") && basename(path) === program ? [Number(pid)] : [];
  });
  return (await Promise.all(found)).flat();
}
