import { cp, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cacheFolder } from "../../../harness/artifacts/cache/index.ts";
import type { Report } from "../../../harness/model/report/index.ts";
import { parseReport } from "../../../harness/report/index.ts";
import { type Sandbox, sandbox } from "../sandbox.ts";
import { mirrorWithStandIn } from "./mirror.ts";

const coldCache = 600_000;
const aliasMetadata = ["--only", "POLICY-01", "--runtime", "process", "--out", "report"];

test(
  "the README's custom JWT example is applied as it is written where its providers are available",
  async () => {
    await using mirror = await mirrorWithStandIn();
    await using here = await sandbox();

    const ended = await here.conform([...aliasMetadata, "--providers", mirror.folder]);

    expect(ended.status, ended.stderr).toBe(0);
    const { cells, notes } = await reportIn(here);
    expect(cells[0]?.providers).toEqual({
      "coder/coder": "2.13.1",
      "geektheripper/jwt": "1.1.4",
      "hashicorp/time": "0.11.1",
    });
    expect(notes).toBeUndefined();
    await here.isClean();
  },
  coldCache,
);

test("the harness signs the same claims where they are not available, and the run says so", async () => {
  await using here = await sandbox();

  const environment = { VAULT_JWT_CONFORMANCE_CACHE: await cacheWithoutJwt(here) };
  const ended = await here.conform([...aliasMetadata, "--offline"], { environment });

  expect(ended.status, ended.stderr).toBe(0);
  const note =
    /custom JWT example .*terraform-provider-jwt 1\.1\.4 is neither installed nor cached.*signs the same claims/;
  expect((await reportIn(here)).notes).toEqual([expect.stringMatching(note)]);
  expect(ended.stderr).toMatch(note);
});

test("a run that does not apply the example neither looks for its providers nor speaks of them", async () => {
  await using mirror = await mirrorWithStandIn();
  await using here = await sandbox();

  const args = ["--only", "PATH-02", "--token", "custom", "--runtime", "process", "--out", "report"];
  const ended = await here.conform([...args, "--providers", mirror.folder]);

  expect(ended.status, ended.stderr).toBe(0);
  const { cells, notes } = await reportIn(here);
  expect(Object.keys(cells[0]?.providers ?? {})).not.toContain("hashicorp/time");
  expect(notes).toBeUndefined();
});

/** What is cached on this machine, without the provider that a run with a registry has left there. */
async function cacheWithoutJwt({ folder }: Sandbox): Promise<string> {
  const cache = join(folder, "cache");
  await mkdir(cache);
  const names = (await readdir(cacheFolder())).filter((name) => !name.startsWith("terraform-provider-jwt-"));
  await Promise.all(names.map((name) => cp(join(cacheFolder(), name), join(cache, name), copying)));
  return cache;
}

async function reportIn({ folder }: Sandbox): Promise<Report> {
  const file = join(folder, "report/report.json");
  return parseReport(await readFile(file, "utf8"), file);
}

const copying = { recursive: true, verbatimSymlinks: true };
