import { expect, test } from "vitest";
import { scenarioFiles } from "../../harness/plan/index.ts";
import { buildReport } from "../../harness/report/index.ts";
import { completeResults } from "../../harness/run/scenarios/complete.ts";
import type { CollectedResult } from "../../harness/run/scenarios/reporter.ts";
import { exitStatusOf } from "../../harness/verdict/index.ts";
import { requirements } from "../../scenarios/requirements.ts";
import { sampleCell } from "../report/sample.ts";

const cell = sampleCell("openbao");
const tokensOf = new Map(requirements.map(({ id, tokens }) => [id, tokens]));
const scenarios = scenarioFiles(requirements).map((file) => ({
  ...file,
  usualMs: 0,
  tokens: tokensOf.get(file.requirement) ?? [],
}));
const passes: readonly CollectedResult[] = scenarios.flatMap(({ path, name, requirement, tokens }) =>
  tokens.map((token) => ({
    file: path,
    scenario: name,
    requirement,
    token,
    cell: cell.id,
    subject: "module",
    outcome: "pass",
    durationMs: 1,
  })),
);
const subjects = [{ name: "module", template: "/nowhere", variables: [] }];

/** The report of a run in which the engine reported these results of the whole catalogue. */
function reportOf(results: readonly CollectedResult[]) {
  const collected = { results, modules: [], unhandled: [], onAccident() {} };
  const plan = { cells: [{ cell: cell.id, subjects, scenarios }], listener: { began() {}, ended() {} } };
  return buildReport({
    tool: { name: "vault-jwt-conformance", version: "0.0.0" },
    startedAt: new Date(0),
    durationMs: 1,
    subject: { source: "module", digest: "h1:none", variables: [] },
    cells: [cell],
    catalogue: requirements,
    results: completeResults(collected, plan),
  });
}

test("a run in which every scenario passes conforms", () => {
  const report = reportOf(passes);

  expect([exitStatusOf(report), report.partial, report.summary.passed]).toEqual([0, undefined, passes.length]);
});

test.for(scenarios)("$requirement is an error when $name gives no result", ({ path, name, requirement, tokens }) => {
  const report = reportOf(passes.filter(({ file }) => file !== path));
  const lost = report.requirements.flatMap(({ id, results }) =>
    results.flatMap(({ outcome, scenario }) => (outcome === "error" ? [{ id, scenario }] : [])),
  );

  expect(exitStatusOf(report)).toBe(4);
  expect(lost).toEqual(tokens.map(() => ({ id: requirement, scenario: name })));
  expect(report.partial).toHaveLength(tokens.length);
});
