import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { getContainerRuntimeClient } from "testcontainers";
import { describe, expect, test } from "vitest";

const holder = fileURLToPath(new URL("./holder.ts", import.meta.url));

/** Kills a run when it has said `moment`, which begins what the next moment ends, and waits for its reaper to end. */
async function killedAt(moment: RegExp): Promise<{ id: string; folder: string }> {
  const child = spawn(process.execPath, [holder], { stdio: ["ignore", "pipe", "pipe"] });
  // The reaper has the same standard error, which closes when both have ended.
  const ended = once(child, "close");
  child.stderr.pipe(process.stderr, { end: false });
  let run = { id: "", folder: "" };
  for await (const line of createInterface({ input: child.stdout })) {
    const [id = "", folder] = line.split(" ");
    if (folder !== undefined) run = { id, folder };
    if (moment.test(line)) child.kill("SIGKILL");
  }
  await ended;
  return run;
}

async function leftOf(id: string): Promise<readonly string[]> {
  const { dockerode } = (await getContainerRuntimeClient()).container;
  const filters = { label: [`vault-jwt-conformance.run=${id}`] };
  const [containers, networks] = await Promise.all([
    dockerode.listContainers({ all: true, filters }),
    dockerode.listNetworks({ filters }),
  ]);
  return [...containers, ...networks].map(({ Id }) => Id);
}

describe("a run that was killed", () => {
  test.for([
    ["while its network is created", /^\w+ \//],
    ["while its workspace is created", /^network$/],
    ["when its workspace runs", /^machine$/],
  ] as const)("%s leaves no container, network or folder", async ([, moment]) => {
    const { id, folder } = await killedAt(moment);

    expect(id).not.toBe("");
    expect(await leftOf(id)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });
});
