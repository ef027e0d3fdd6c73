import { type CatalogueItem, type Decision, decide, type Policy } from "../../harness/gate/index.ts";
import type { Cell } from "../../harness/model/index.ts";
import type { Report, ScenarioResult } from "../../harness/model/report/index.ts";
import { buildReport, type ReportInput } from "../../harness/report/index.ts";
import { sampleCell } from "../../tests/report/sample.ts";

/** A catalogue in which every kind of token and two profiles come up. */
export const catalogue: readonly CatalogueItem[] = [
  {
    id: "LOGIN-01",
    title: "A valid token logs in",
    profile: "core",
    tokens: ["oidc", "custom"],
    scenarios: ["logs-in"],
  },
  {
    id: "LOGIN-06",
    title: "A refused login fails",
    profile: "core",
    tokens: ["custom"],
    scenarios: ["refused", "again"],
  },
  { id: "NS-01", title: "The login is in it", profile: "namespaces", tokens: ["none"], scenarios: ["logs-in"] },
];

export const now: Date = new Date("2026-03-10T12:00:00Z");
export const digest: string = `h1:${"A".repeat(43)}=`;

/** A cell of a server and a CLI that the harness fetched, with everything in a sandbox. */
export function genuineCell(id: string, changes: Partial<Cell> = {}): Cell {
  const { server, cli, terraform, ...cell } = sampleCell(id);
  return {
    ...cell,
    server: { ...server, sha256: "5".repeat(64), origin: "package" },
    cli: { ...cli, sha256: "6".repeat(64), origin: "release" },
    terraform: { ...terraform, sha256: "7".repeat(64), origin: "path" },
    isolation: { workspaces: "bubblewrap", terraform: "bubblewrap" },
    ...changes,
  };
}

/** A policy that the sound report satisfies, but for what is given. */
export function samplePolicy(changes: Partial<Policy> = {}): Policy {
  const cells = { bao: { server: "openbao@2.7.2", agent: "debian" } };
  return { schemaVersion: 1, name: "sample", maxAge: "7d", cells, require: [{ profiles: ["core"] }], ...changes };
}

/** All that the catalogue has, passing on each cell, with the changes that are given for a requirement. */
export function results(
  changes: Readonly<Record<string, Partial<ScenarioResult>>> = {},
  cells: readonly string[] = ["bao"],
): readonly ScenarioResult[] {
  return cells.flatMap((cell) =>
    catalogue.flatMap(({ id, tokens, scenarios }) =>
      tokens.flatMap((token) =>
        scenarios.map(
          (scenario): ScenarioResult => ({
            requirement: id,
            scenario,
            token,
            cell,
            outcome: "pass",
            durationMs: 10,
            ...changes[id],
          }),
        ),
      ),
    ),
  );
}

/** A report of those results that a run started an hour ago. */
export function reportOf(all: readonly ScenarioResult[], changes: Partial<ReportInput> = {}): Report {
  return buildReport({
    tool: { name: "vault-jwt-conformance", version: "0.1.0" },
    startedAt: new Date(now.getTime() - 3_600_000),
    durationMs: 1_000,
    subject: { source: "module", digest, version: "1.2.3", variables: [] },
    cells: [sampleCell("bao")],
    catalogue,
    results: all,
    ...changes,
  });
}

/** The decision on one report. */
export function decideOn(report: Report, policy: Policy = samplePolicy()): Decision {
  const subject = { digest, version: "1.2.3" };
  return decide({ policy, reports: [{ report, where: "report.json" }], catalogue, subject, now });
}
