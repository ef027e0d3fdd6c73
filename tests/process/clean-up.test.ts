import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { markerName } from "../../harness/runtime/marker.ts";
import { workingMeans } from "./workspace.ts";

const opened = z.object({ id: z.string(), folder: z.string() });

test.each(workingMeans.map((means) => means.name))(
  "by %s, nothing is left of a run whose process was killed",
  async (name) => {
    const holder = fork(join(import.meta.dirname, "holder.ts"), [name]);
    onTestFinished(() => void holder.kill("SIGKILL"));
    const run = opened.parse((await once(holder, "message"))[0]);
    expect(await processesOf(run.id)).not.toEqual([]);

    holder.kill("SIGKILL");

    await expect
      .poll(async () => ({ processes: await processesOf(run.id), folder: existsSync(run.folder) }), { timeout: 3000 })
      .toEqual({ processes: [], folder: false });
    expect(await readFile("/proc/mounts", "utf8")).not.toContain(run.id);
  },
);

/** Command lines of all processes that carry the run's mark in their environment or its id among their arguments. */
async function processesOf(id: string): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry));
  const read = (path: string) => readFile(path, "latin1").catch(() => "");
  const found = pids.map(async (pid) => {
    const command = await read(`/proc/${pid}/cmdline`);
    const marked = (await read(`/proc/${pid}/environ`)).split("\0").includes(`${markerName}=${id}`);
    return marked || command.includes(id) ? [command.replaceAll("\0", " ")] : [];
  });
  return (await Promise.all(found)).flat();
}
