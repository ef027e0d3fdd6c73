import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { cacheFolder } from "../../harness/artifacts/cache/index.ts";
import { exitStatus, HarnessError, HarnessFault } from "../../harness/errors/index.ts";
import type { RuntimeKind } from "../../harness/model/index.ts";
import { isolationOf } from "../../harness/runtime/isolation/index.ts";
import { removeFolder } from "../../harness/runtime/removal/remove-folder.ts";
import { writeDetachingModule } from "./detaching-module.ts";
import type { SlotNews, SlotOrder } from "./slot.ts";
import type { Ground, Struck } from "./strike.ts";

export interface Torture {
  readonly kills: number;
  /** The first kill's; each further one's is one more. */
  readonly seed: number;
  readonly runtime: RuntimeKind;
  readonly atOnce: number;
  readonly control: boolean;
  readonly signal: AbortSignal;
  /** Told what is worth to know before the first kill. */
  readonly onNote: (note: string) => void;
  readonly onStruck: (struck: Struck) => void;
}

/**
 * Kills runs of the harness, several at once.
 *
 * @throws HarnessError `torture.run` where a run fails that nobody kills; `interrupted`
 */
export async function torture(options: Torture): Promise<void> {
  await using made = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "tt-"));
  made.defer(() => removeFolder(folder));
  const [module, holdingModule] = [join(folder, "module"), join(folder, "holding")];
  const isTerraformApart = (await isolationOf(options.runtime)).terraform !== "unsandboxed";
  if (!isTerraformApart)
    options.onNote("Terraform is in no sandbox here: not tried is what hides from the reaper at apply");
  await writeDetachingModule(module, { isTerraformApart, holding: false });
  await writeDetachingModule(holdingModule, { isTerraformApart, holding: true });
  const slots = await Promise.all(
    Array.from({ length: Math.min(options.atOnce, options.kills) }, async (_, at) => {
      const place = join(folder, String(at));
      const cache = await copyOfCache(place);
      const { runtime, control } = options;
      return made.use(openSlot({ folder: place, cache, runtime, module, holdingModule, control }, options.signal));
    }),
  );
  for (const { usual } of await Promise.all(slots.map((slot) => slot.measured())))
    options.onNote(`a run takes ${(usual / 1000).toFixed(1)} s`);
  const seeds = Array.from({ length: options.kills }, (_, at) => options.seed + at).values();
  await Promise.all(
    slots.map(async (slot) => {
      for (const seed of seeds) options.onStruck(await slot.strike(seed));
    }),
  );
}

/** Where nobody else's runs come and go. */
async function copyOfCache(folder: string): Promise<string> {
  const copy = join(folder, "cache");
  await mkdir(copy, { recursive: true });
  const files = join(cacheFolder(), ".");
  await execa("cp", ["-al", files, copy], { reject: false });
  // Links may not be possible; a run fetches what is not there.
  await Promise.all(["holds", "tmp"].map((name) => rm(join(copy, name), { recursive: true, force: true })));
  return copy;
}

interface Slot extends AsyncDisposable {
  readonly measured: () => Promise<{ readonly usual: number }>;
  readonly strike: (seed: number) => Promise<Struck>;
}

const program = join(import.meta.dirname, "slot.ts");

/** Who is not root has to be in a user namespace for the others; who the user is stays. */
const apart = [
  "unshare",
  ...(process.getuid?.() === 0 ? [] : ["--user", "--map-current-user"]),
  ...["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--"],
  // The first process waits for those whose parents are gone, which Node does not.
  ...["/bin/sh", "-c", '"$@"; exit', "slot"],
];

function openSlot(ground: Ground, signal: AbortSignal): Slot {
  const [command = "", ...args] = [...apart, process.execPath, program, JSON.stringify(ground)];
  const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit", "ipc"], detached: true });
  const first = newsOf(child, signal);
  // It is asked for later.
  first.catch(() => {});
  return {
    async measured() {
      const news = await first;
      if (!("usual" in news) || news.complaints.length > 0) throw wrongFromTheStart(news);
      return news;
    },
    async strike(seed) {
      const next = newsOf(child, signal);
      child.send({ seed } satisfies SlotOrder);
      const news = await next;
      if ("struck" in news) return news.struck;
      throw lost();
    },
    async [Symbol.asyncDispose]() {
      if (hasEnded(child)) return;
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}

/** What a slot says next. */
async function newsOf(child: ChildProcess, signal: AbortSignal): Promise<SlotNews> {
  const { promise, resolve, reject } = Promise.withResolvers<SlotNews>();
  const stop = () => reject(interrupted());
  const end = () => reject(lost());
  child.once("message", resolve).once("exit", end).once("error", reject);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  if (hasEnded(child)) end();
  try {
    return await promise;
  } finally {
    child.off("message", resolve).off("exit", end).off("error", reject);
    signal.removeEventListener("abort", stop);
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function wrongFromTheStart(news: SlotNews): HarnessFault {
  const said = "complaints" in news ? news.complaints : [];
  return new HarnessFault(
    "torture.run",
    `A run that nobody kills does not pass:\n${said.join("\n")}`,
    "Fix that first; `npm run conform -- --only LOGIN-01 --token custom` shows whether runs pass here.",
    { said },
  );
}

function lost(): HarnessFault {
  return new HarnessFault(
    "torture.slot",
    "A process that kills runs has ended by itself.",
    "Find out whether this user may make process and mount namespaces: `unshare --mount --pid --fork --mount-proc true`.",
  );
}

function interrupted(): HarnessError {
  return new HarnessError(
    "interrupted",
    "Interrupted; what was not killed by then was not tried.",
    "Start it again with fewer --kills.",
    exitStatus.interrupted,
  );
}
