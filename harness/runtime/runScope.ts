import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { removeRun } from "./removeRun.ts";
import type { RunScope } from "./types.ts";

/** A run under way, with a reaper beside it that cleans up whatever happens to this process. */
export interface OpenRun extends RunScope, AsyncDisposable {}

const reaperProgram = fileURLToPath(new URL(`./reaper${import.meta.url.slice(-3)}`, import.meta.url));

/** Where runs have their folders: one each, named by the run's id. */
export function runsFolder(): string {
  return join(tmpdir(), `vault-jwt-conformance-${process.getuid?.() ?? 0}`);
}

/**
 * Makes the run's folder and starts its reaper, a process of a session of its own: when this process ends, however
 * it ends, the reaper's input does, and it removes all that carries the run's id.
 */
export async function openRun(keep: boolean): Promise<OpenRun> {
  const id = randomBytes(6).toString("hex");
  const folder = join(runsFolder(), id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(
    join(folder, "owner.json"),
    JSON.stringify({ pid: process.pid, started: await startOf(process.pid) }),
  );
  const reaper = spawn(process.execPath, [reaperProgram, id, folder, keep ? "keep" : "remove"], {
    detached: true,
    stdio: ["pipe", "ignore", "inherit"],
  });
  reaper.unref();
  return {
    id,
    folder,
    async [Symbol.asyncDispose]() {
      reaper.ref();
      reaper.stdin.end();
      if (reaper.exitCode === null && reaper.signalCode === null) await once(reaper, "exit");
    },
  };
}

const owner = z.object({ pid: z.number(), started: z.string() });

/** Removes what earlier runs left behind, of this user and of runs whose process is gone; gives their ids. */
export async function removeStaleRuns(): Promise<readonly string[]> {
  const ids = await readdir(runsFolder()).catch(() => []);
  const removed: string[] = [];
  for (const id of ids) {
    const folder = join(runsFolder(), id);
    if (await isAlive(folder)) continue;
    await removeRun({ id, folder }, true);
    removed.push(id);
  }
  return removed;
}

async function isAlive(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, "owner.json"), "utf8").catch(() => "null");
  const read = owner.safeParse(JSON.parse(text));
  return read.success && (await startOf(read.data.pid)) === read.data.started;
}

/** When a process was started, in ticks since boot; process ids come again, pairs of both do not. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}
