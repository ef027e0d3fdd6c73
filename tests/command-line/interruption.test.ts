import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { oneScenario, type Sandbox, sandbox } from "./sandbox.ts";

const earlier = '{"earlier": true}';

/** A run whose folder of reports holds an earlier one. */
async function withEarlierReport(place: Sandbox): Promise<readonly string[]> {
  await mkdir(join(place.folder, "reports"));
  await writeFile(join(place.folder, "reports/report.json"), earlier);
  return [...oneScenario, "--out", "reports", "--verbose"];
}

async function expectEarlierReport(place: Sandbox): Promise<void> {
  expect(await readdir(join(place.folder, "reports"))).toEqual(["report.json"]);
  expect(await readFile(join(place.folder, "reports/report.json"), "utf8")).toBe(earlier);
}

/** What progress says when a run is there. */
const moments = {
  "as it begins": "looking for",
  "while Terraform initialises": "initialising Terraform",
  "as the engine starts": "running 1 scenario",
  "in a scenario": "began LOGIN-01",
} as const;

describe.each(Object.entries(moments))("interrupted %s", (_moment, word) => {
  test.each(["SIGINT", "SIGTERM"] as const)("%s ends with 130 and leaves nothing", async (signal) => {
    await using place = await sandbox();
    const run = place.start(await withEarlierReport(place));
    await run.says(word);
    const sent = performance.now();
    run.kill(signal);

    const ended = await run.ended;

    expect(ended, ended.stderr).toMatchObject({ status: 130, stdout: "" });
    expect(performance.now() - sent).toBeLessThan(3_000);
    expect(ended.stderr).toMatch(/^interrupted/m);
    expect(ended.stderr).not.toMatch(/FAIL|ERROR|harness itself/);
    await place.isClean();
    await expectEarlierReport(place);
  });

  test("SIGKILL leaves nothing", async () => {
    await using place = await sandbox();
    const run = place.start(await withEarlierReport(place));
    await run.says(word);
    run.kill("SIGKILL");
    await run.ended;

    await place.isClean();
    await expectEarlierReport(place);
  });
});

test("a second SIGINT ends at once", async () => {
  await using place = await sandbox();
  const run = place.start([...oneScenario, "--verbose"]);
  await run.says("began LOGIN-01");
  run.kill("SIGINT");
  await run.says("interrupted");
  run.kill("SIGINT");

  expect(await run.ended).toMatchObject({ status: 130 });
  await place.isClean();
});

test("a call to the system that does not return holds up the end for two seconds at most", async () => {
  await using place = await sandbox();
  const pipe = join(place.folder, "pipe");
  await execa`mkfifo ${pipe}`;
  const stuck = execa(process.execPath, [join(import.meta.dirname, "stuck.ts"), pipe], { reject: false });
  await once(stuck.stdout, "data");
  const sent = performance.now();
  stuck.kill("SIGINT");

  expect((await stuck).signal).toBe("SIGKILL");
  expect(performance.now() - sent).toBeLessThan(3_000);
});

describe("interrupted while it fetches", () => {
  test.each(["SIGINT", "SIGKILL"] as const)("%s leaves no download", async (signal) => {
    await using place = await sandbox();
    await using index = await silentIndex();
    const cache = join(place.folder, "cache");
    const environment = { VAULT_JWT_CONFORMANCE_CACHE: cache, PIP_INDEX_URL: index.url, NO_PROXY: "127.0.0.1" };
    const run = place.start([...oneScenario, "--server", "openbao@9.9.9"], { environment });
    await run.says("Getting openbao 9.9.9");
    await index.asked;
    run.kill(signal);
    await run.ended;

    await place.isClean();
    expect(await filesBelow(cache)).toEqual([]);
  });

  test.each(["SIGTERM", "SIGKILL"] as const)("%s leaves no build", async (signal) => {
    await using place = await sandbox();
    const cache = join(place.folder, "cache");
    // A machine on which only building is a way: something that never ends stands in for Go.
    const bin = join(place.folder, "bin");
    await mkdir(bin);
    await writeFile(join(bin, "go"), "#!/bin/sh\ncd / && exec sleep 600.25\n", { mode: 0o755 });
    const environment = {
      VAULT_JWT_CONFORMANCE_CACHE: cache,
      PATH: `${bin}:${process.env.PATH}`,
      HTTPS_PROXY: "http://127.0.0.1:9",
    };
    const run = place.start([...oneScenario, "--server", "vault@1.13.1"], { environment });
    await run.says("Getting vault 1.13.1 from source");
    run.kill(signal);
    await run.ended;

    await place.isClean();
    expect(await filesBelow(cache)).toEqual([]);
    expect((await execa({ reject: false })`pgrep -f ${"sleep 600.25"}`).stdout).toBe("");
  });
});

/** An index that takes a request and never answers. */
async function silentIndex(): Promise<AsyncDisposable & { readonly url: string; readonly asked: Promise<unknown> }> {
  const server = createServer(() => {});
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/simple`,
    asked: once(server, "request"),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter(({ name }) => name !== "tmp" && name !== "holds")
    .map((entry) => join(entry.parentPath, entry.name));
}
