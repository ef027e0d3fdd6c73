import { describe, expect, test } from "vitest";
import type { Matrix } from "../../harness/model/index.ts";
import type { Report, ScenarioResult } from "../../harness/model/report/index.ts";
import { mergeReports, type NamedReport, parseReport, type ReportInput } from "../../harness/report/index.ts";
import { blocked, failing, sampleCell, sampleInput, sampleReport, sampleResult } from "./sample.ts";

const ids = ["openbao", "vault", "older"];
const derived = { from: ["LOGIN-*"], scenario: "every-cell" };
const catalogue = [{ id: "COMPAT-01", title: "Every cell", profile: "compat", derived }, ...sampleInput([]).catalogue];
const matrix: Matrix = { name: "nightly", digest: `sha256:${"0".repeat(64)}`, cells: ids };
const results = ids.flatMap((cell): ScenarioResult[] => [
  sampleResult({ cell, notes: ["a note", `it ran on ${cell}`] }),
  { ...failing, cell, outcome: cell === "vault" ? "pass" : "fail" },
  sampleResult({ requirement: "CLI-05", cell, outcome: "unsupported", reason: "no such agent" }),
  { ...blocked, scenario: "waits", cell },
]);

function reportOf(own: readonly ScenarioResult[], changes: Partial<ReportInput> = {}): Report {
  const cells = ids.filter((id) => own.some(({ cell }) => cell === id)).map(sampleCell);
  return sampleReport(own, { catalogue, cells, notes: ["the run's"], leftOut: ["filtered"], matrix, ...changes });
}

/** One cell each, and the first takes every other. */
function shard(index: number, own: readonly ScenarioResult[], changes: Partial<ReportInput> = {}): NamedReport {
  const report = reportOf(own, { matrix: { ...matrix, shard: { index, count: 2 } }, ...changes });
  return { report: parseReport(JSON.stringify(report), "shard"), where: `shard-${index}` };
}

const first = shard(
  1,
  results.filter(({ cell }) => cell !== "vault"),
  { startedAt: new Date("2025-11-24T00:30:00Z") },
);
const second = shard(
  2,
  results.filter(({ cell }) => cell === "vault"),
);

describe("shards of a matrix", () => {
  test.each([
    ["in order", [first, second]],
    ["in another", [second, first]],
  ])("become the very same report as one run: %s", (_, shards) => {
    const whole = reportOf(results, { startedAt: new Date("2025-11-24T00:30:00Z"), durationMs: 76_400 });

    const merged = mergeReports(shards, catalogue);

    expect(merged).toEqual(whole);
    expect(JSON.stringify(merged.requirements)).toBe(JSON.stringify(whole.requirements));
    expect(whole.requirements[0]).toMatchObject({ id: "COMPAT-01", outcome: "fail" });
  });

  test("that split a cell are put together, result by result", () => {
    const halves = [0, 1].map((half) =>
      shard(
        half + 1,
        results.filter((_one, place) => place % 2 === half),
      ),
    );

    expect(mergeReports(halves, catalogue)).toEqual(reportOf(results, { durationMs: 76_400 }));
  });

  test("say which of them is missing", () => {
    const three = { ...matrix, shard: { index: 2, count: 3 } };
    const { report } = shard(
      2,
      results.filter(({ cell }) => cell === "vault"),
      { matrix: three },
    );
    const other = shard(
      1,
      results.filter(({ cell }) => cell !== "vault"),
      { matrix: { ...three, shard: { index: 1, count: 3 } } },
    );

    const { partial } = mergeReports([other, { report, where: "b" }], catalogue);

    expect(partial).toEqual([
      "filtered",
      "Shard 3 of 3 of the matrix is missing.",
      expect.stringMatching(/^CLI-05: 3 unsupported results/),
    ]);
  });
});

describe("runs of one module", () => {
  const [one, other] = ["openbao", "vault"].map((id): NamedReport => {
    const own = results.filter(({ cell }) => cell === id);
    return { report: sampleReport(own, { cells: [sampleCell(id)] }), where: id };
  });
  if (one === undefined || other === undefined) throw new TypeError("there are two");

  test("on other cells are merged in the order that they are given", () => {
    const merged = mergeReports([other, one], catalogue);

    expect(merged.cells.map(({ id }) => id)).toEqual(["vault", "openbao"]);
    expect(merged.summary).toEqual({ passed: 3, failed: 1, unsupported: 2, error: 0, blocked: 2 });
    expect(parseReport(JSON.stringify(merged), "merged")).toEqual(merged);
  });

  test("of which there is but one stay as they are", () => {
    expect(mergeReports([one], catalogue)).toBe(one.report);
  });

  const changed = (changes: Partial<Report>): NamedReport => ({ report: { ...other.report, ...changes }, where: "b" });
  const { subject, tool, requirements } = other.report;
  test.each<[string, string, readonly NamedReport[]]>([
    [
      "another subject",
      "report.other-subject",
      [one, changed({ subject: { ...subject, digest: `h1:${"B".repeat(43)}=` } })],
    ],
    [
      "another template",
      "report.other-template",
      [one, changed({ template: { source: "mine", parameters: {}, variables: [] } })],
    ],
    ["another version of the harness", "report.other-tool", [one, changed({ tool: { ...tool, version: "9.9.9" } })]],
    [
      "another title",
      "report.other-catalogue",
      [one, changed({ requirements: requirements.map((own) => ({ ...own, title: "?" })) })],
    ],
    ["the same result twice", "report.twin-result", [one, { ...one, where: "copy" }]],
    [
      "a cell that differs",
      "report.other-cell",
      [one, changed({ cells: [{ ...sampleCell("openbao"), agent: "no-sudo" }, sampleCell("vault")] })],
    ],
    ["a duplicated shard", "report.twin-shard", [first, { ...first, where: "copy" }]],
    [
      "shards of two matrices",
      "report.other-matrix",
      [
        first,
        {
          ...second,
          report: {
            ...second.report,
            matrix: { ...matrix, digest: `sha256:${"1".repeat(64)}`, shard: { index: 2, count: 2 } },
          },
        },
      ],
    ],
    ["a shard and a run", "report.other-matrix", [first, other]],
    ["nothing at all", "report.none", []],
  ])("are refused with what and where: %s", (_, code, reports) => {
    expect(() => mergeReports(reports, catalogue)).toThrow(expect.objectContaining({ code, status: 2 }));
  });

  test("name the two reports that do not fit", () => {
    expect(() => mergeReports([one, { ...one, where: "copy" }], catalogue)).toThrow(
      "The result of LOGIN-01 (valid-login, oidc) on openbao occurs twice, in openbao and in copy.",
    );
  });
});
