import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { execa } from "execa";
import type { RuntimeKind } from "../../harness/model/index.ts";
import { poll } from "../../harness/waiting/index.ts";
import { launcher } from "../../tests/command-line/sandbox.ts";
import { randomFrom } from "../chance.ts";
import { type Blow, chooseBlow, control } from "./blows.ts";
import { leftBehind, mountsHere, type Place } from "./leftovers.ts";

/** Where a slot has its runs, and what it runs. */
export interface Ground {
  /** A folder of the slot's own; its path is short, for sockets lie below it. */
  readonly folder: string;
  readonly cache: string;
  readonly runtime: RuntimeKind;
  /** The module, and the one that also holds the output of its start script. */
  readonly module: string;
  readonly holdingModule: string;
  /** Whether every run is killed so that something is left for certain. */
  readonly control: boolean;
}

/** What came of one kill. */
export interface Struck {
  readonly seed: number;
  readonly blow: string;
  /** Milliseconds from the start of the run to its kill; left out where it ended before. */
  readonly moment?: number;
  /** The last line that the run had said by then. */
  readonly said: string;
  /** Milliseconds that the run took, however it ended. */
  readonly took: number;
  /** Milliseconds from the end of the run, or of `clean`, until nothing was left. */
  readonly cleanAfter: number;
  /** What was left after the three seconds that are promised. */
  readonly left: readonly string[];
}

/** The promise: milliseconds after which nothing is left. */
const promised = 3_000;
/** Milliseconds in which a run ends that nobody kills, or that loses a part of itself. */
const patience = 180_000;
/** Milliseconds in which a run ends that was asked to. */
const patienceAtSignals = 5_000;

/** How many runs there are for one that its module holds up. */
const holdingEvery = 10;

/**
 * Starts a run, kills it at a moment that the seed chooses within its usual milliseconds, and looks for what it leaves.
 * Kills a control once its scenario has begun, when it has something to leave behind.
 */
export async function strike(ground: Ground, seed: number, usual: number): Promise<Struck> {
  const random = randomFrom(seed);
  const blow = ground.control ? control : chooseBlow(random);
  const planned = random.below(usual);
  const holding = random.below(holdingEvery) === 0;
  const started = performance.now();
  const run = await start(ground, String(seed), holding ? ground.holdingModule : ground.module);
  await Promise.race([run.ended, ground.control ? hasBegun(run) : setTimeout(planned)]);
  const moment = performance.now() - started;
  const said = await run.said();
  const inTime = !run.hasEnded();
  if (inTime) await blow.deliver({ harness: run.pid, random, ended: run.ended });
  const complaints = await complaintsOf(run, inTime ? blow : undefined);
  const took = performance.now() - started;
  const { cleanAfter, left } = await untilClean(run, !(inTime && blow.needsClean));
  return {
    seed,
    blow: blow.name,
    said: said.at(-1) ?? "",
    took,
    cleanAfter,
    ...(inTime ? { moment } : {}),
    left: [...complaints, ...left],
  };
}

/** Runs the harness to its end, and gives how many milliseconds it took. */
export async function measure(
  ground: Ground,
): Promise<{ readonly usual: number; readonly complaints: readonly string[] }> {
  const started = performance.now();
  const run = await start(ground, "measured", ground.module);
  const status = await run.ended;
  const usual = performance.now() - started;
  const wrong = status === 0 ? [] : [`a run that nobody killed ended with ${status}:`, ...(await run.said())];
  return { usual, complaints: wrong };
}

async function hasBegun(run: Run): Promise<void> {
  const what = "a scenario to begin";
  const probe = async () =>
    (await run.said()).find((line) => line.startsWith("began ")) ?? (run.hasEnded() || undefined);
  await poll(probe, { what, limit: patience });
}

interface Run {
  readonly pid: number;
  /** The exit status, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  readonly hasEnded: () => boolean;
  readonly said: () => Promise<readonly string[]>;
  readonly place: Place;
  readonly environment: NodeJS.ProcessEnv;
}

async function start({ folder, cache, runtime }: Ground, name: string, module: string): Promise<Run> {
  const [temporary, work] = [join(folder, name, "t"), join(folder, name, "work")];
  await Promise.all([temporary, work].map((path) => mkdir(path, { recursive: true })));
  const mounts = new Set(await mountsHere());
  const environment = { ...process.env, TMPDIR: temporary, VAULT_JWT_CONFORMANCE_CACHE: cache, NO_COLOR: "1" };
  await using output = await open(join(folder, name, "said"), "w");
  const args = ["run", "--module", module, "--runtime", runtime, "--only", "LOGIN-01", "--token", "custom"];
  const child = spawn(process.execPath, [launcher, ...args, "--out", "out", "--verbose"], {
    cwd: work,
    env: environment,
    stdio: ["ignore", output.fd, output.fd],
    detached: true,
  });
  await once(child, "spawn");
  return {
    pid: child.pid ?? 0,
    ended: once(child, "exit").then(([code, signal]) => code ?? signal),
    hasEnded: () => hasEnded(child),
    said: async () => (await readFile(join(folder, name, "said"), "utf8")).trimEnd().split("\n"),
    place: { temporary, work, cache, mounts, usesDocker: runtime === "docker" },
    environment,
  };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Waits for the end of a run that got a blow, or none. */
async function complaintsOf(run: Run, blow: Blow | undefined): Promise<readonly string[]> {
  const limit = blow === undefined || blow.goesOn ? patience : patienceAtSignals;
  const inTime = await Promise.race([run.ended.then(() => true), setTimeout(limit, false, { ref: false })]);
  const complaints = inTime ? [] : [`the harness, which does not end within ${limit / 1000} s`];
  if (!blow?.needsClean) return complaints;
  const { exitCode, all } = await execa(process.execPath, [launcher, "clean"], {
    env: run.environment,
    all: true,
    reject: false,
  });
  return exitCode === 0 ? complaints : [...complaints, `\`clean\` ended with ${exitCode}: ${all}`];
}

/** Looks until nothing is left, as long as is promised. */
async function untilClean(run: Run, halfWritten: boolean): Promise<Pick<Struck, "cleanAfter" | "left">> {
  const since = performance.now();
  const runs = (await run.said()).flatMap((line) => /^the run (\w+) is in /.exec(line)?.[1] ?? []);
  for (;;) {
    const left = await leftBehind(run.place, { runs, halfWritten });
    const cleanAfter = performance.now() - since;
    if (left.length === 0 || cleanAfter > promised) return { cleanAfter, left };
    await setTimeout(50);
  }
}
