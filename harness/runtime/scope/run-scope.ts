import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, readdir, readFile, rmdir, stat, writeFile } from "node:fs/promises";
import { Socket } from "node:net";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import type { Connection, Refusal } from "../docker/daemon/index.ts";
import type { KnownRuns } from "../docker/index.ts";
import { closeInherited } from "../launch/index.ts";
import { markerName } from "../marker.ts";
import type { ReaperOrder } from "../removal/index.ts";
import { leftAtDaemon, removeRun } from "../removal/index.ts";
import { runsFolder } from "../runs-folder.ts";
import type { RunScope } from "../types.ts";
import { checkTemporaryFolder, unusableTemporaryFolder } from "./temporary-folder.ts";

/** A run under way, with a reaper beside it that cleans up whatever happens to this process. */
export interface OpenRun extends RunScope, AsyncDisposable {
  /** Has a file or folder outside of the run's own removed with it; disposing the answer takes that back. */
  readonly claim: (path: string) => Disposable;
  /** Tells the reaper of a Docker daemon, before anything of the run is there. */
  readonly usesDocker: (connection: Connection) => void;
  /** Removes everything at once, for a process that is about to end and may start something meanwhile. */
  readonly stop: () => Promise<void>;
}

const reaperProgram = fileURLToPath(new URL(`../removal/reaper${import.meta.url.slice(-3)}`, import.meta.url));

/**
 * Closes what the caller left open, makes the run's folder and starts its reaper, a process of a session of its own: when this process ends, however
 * it ends, the reaper's input does, and it removes all that carries the run's id. From here on everything that this
 * process starts carries it.
 *
 * @throws CannotRunHere `temporary.no-space`, `temporary.unusable`
 */
export async function openRun(keep: boolean): Promise<OpenRun> {
  closeInherited();
  await checkTemporaryFolder();
  const id = randomBytes(6).toString("hex");
  const folder = join(runsFolder(), id);
  const reaper = spawn(process.execPath, [reaperProgram, id, folder, keep ? "keep" : "remove"], {
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
  });
  reaper.unref();
  if (reaper.stdout instanceof Socket) reaper.stdout.unref();
  // A reaper that somebody killed is no reason to fail: what it was to do shows as left behind.
  reaper.stdin.on("error", () => {});
  const tell = (order: ReaperOrder) => reaper.stdin.write(`${JSON.stringify(order)}\n`);
  const ended = () => reaper.exitCode !== null || reaper.signalCode !== null;
  const scope: OpenRun = {
    id,
    folder,
    keep,
    claim(path) {
      const absolute = resolve(path);
      tell({ claim: absolute });
      return { [Symbol.dispose]: () => void tell({ release: absolute }) };
    },
    usesDocker: (connection) => void tell({ docker: connection }),
    async stop() {
      if (ended()) return;
      tell({ remove: true });
      await Promise.race([once(reaper.stdout, "data"), once(reaper, "exit")]);
    },
    async [Symbol.asyncDispose]() {
      if (process.env[markerName] === id) delete process.env[markerName];
      reaper.ref();
      reaper.stdin.end();
      if (!ended()) await once(reaper, "exit");
    },
  };
  process.env[markerName] = id;
  // Only now is there someone to remove it, should this process be killed.
  await makeFolder(folder).catch(async (cause: unknown) => {
    await scope[Symbol.asyncDispose]();
    throw unusableTemporaryFolder(cause);
  });
  return scope;
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const started = await startOf(process.pid);
  await writeFile(join(folder, ownerFile), JSON.stringify({ pid: process.pid, started }), { mode: 0o600 });
}

const ownerFile = "owner.json";
/** Milliseconds within which a run that has its folder writes down whose it is. */
const grace = 10_000;

const owner = z.object({ pid: z.number(), started: z.string() });

/**
 * Removes what earlier runs left behind, of this user and of runs whose process is gone; gives their ids.
 *
 * @throws CannotRunHere `runtime.left-behind`, `runtime.folder` when all was tried, and some of it stays
 */
export async function removeStaleRuns(): Promise<readonly string[]> {
  const docker = await dockerRuns();
  const ids = new Set([...(await readdir(runsFolder()).catch(() => [])), ...(docker?.runs ?? [])]);
  const removed: string[] = [];
  const refusals: Refusal[] = [];
  const problems: unknown[] = [];
  for (const id of ids) {
    const folder = join(runsFolder(), id);
    if (await isAlive(folder)) continue;
    try {
      const removal = { withFolder: true, endedAt: performance.now(), docker: docker?.connection };
      refusals.push(...(await removeRun({ id, folder }, removal)));
      removed.push(id);
    } catch (error) {
      problems.push(error);
    }
  }
  // As the last reaper does it.
  await rmdir(runsFolder()).catch(() => {});
  if (refusals.length > 0) throw leftAtDaemon(refusals);
  if (problems.length > 0) throw problems[0];
  return removed;
}

/** The daemon that answers now, and the runs of this user that it knows. */
async function dockerRuns(): Promise<KnownRuns | undefined> {
  const { knownRuns } = await import("../docker/index.ts");
  return await knownRuns();
}

async function isAlive(folder: string): Promise<boolean> {
  const read = owner.safeParse(
    await readFile(join(folder, ownerFile), "utf8")
      .then((text): unknown => JSON.parse(text))
      .catch(() => undefined),
  );
  if (read.success) return (await startOf(read.data.pid)) === read.data.started;
  const made = await stat(folder).catch(() => undefined);
  return made !== undefined && Date.now() - made.mtimeMs < grace;
}

/** When a process was started, on Linux in ticks since boot; process ids come again, pairs of both do not. */
async function startOf(pid: number): Promise<string> {
  if (process.platform !== "linux") {
    const ps = promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)]);
    return await ps.then(
      ({ stdout }) => stdout.trim(),
      () => "",
    );
  }
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}
