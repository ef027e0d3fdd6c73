import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ScenarioResult } from "../../harness/model/report/index.ts";
import { buildReport } from "../../harness/report/index.ts";
import { requirements } from "../../scenarios/requirements.ts";
import { sampleCell } from "../../tests/report/sample.ts";
import { type WholeRun, wholeCommand } from "./command-line.ts";

const cases = requirements.flatMap(({ id, tokens }) => tokens.map((token) => ({ requirement: id, token })));

/** `report` on the reports of so many shards, with so many results each. */
export async function mergeShards(shards = 100, results = 1_000): Promise<WholeRun> {
  const folder = await mkdtemp(join(tmpdir(), "vault-jwt-bench-"));
  try {
    const paths = Array.from({ length: shards }, (_, place) => `shard-${place + 1}`);
    for (const [place, path] of paths.entries()) {
      await mkdir(join(folder, path));
      await writeFile(join(folder, path, "report.json"), shardReport({ index: place + 1, count: shards }, results));
    }
    return await wholeCommand(["report", ...paths, "--out", "merged"], folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function shardReport(shard: { readonly index: number; readonly count: number }, count: number): string {
  const cell = sampleCell(`process-openbao-2.7.2-terraform-1.11.4-debian-${shard.index}`);
  const report = buildReport({
    tool: { name: "vault-jwt-conformance", version: "0.1.0" },
    startedAt: new Date("2026-11-24T10:14:00Z"),
    durationMs: 60_000,
    subject: { source: "module", digest: `h1:${"A".repeat(43)}=`, variables: [] },
    cells: [cell],
    catalogue: requirements,
    results: Array.from({ length: count }, (_, place) => resultOf(place, cell.id)),
    matrix: { name: "large", digest: `sha256:${"0".repeat(64)}`, shard },
  });
  return `${JSON.stringify(report, null, 2)}\n`;
}

function resultOf(place: number, cell: string): ScenarioResult {
  const { requirement, token } = cases[place % cases.length] ?? { requirement: "", token: "none" };
  const scenario = `the-behaviour-that-is-checked-${Math.floor(place / cases.length)}`;
  return { requirement, scenario, token, cell, outcome: "pass", durationMs: 800 + (place % 700) };
}
