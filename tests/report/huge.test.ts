import { describe, expect, test } from "vitest";
import { type Report, renderConsole, renderHtml, renderJUnit, renderMetrics } from "../../harness/report/index.ts";
import { reportJson } from "../../harness/report/json.ts";
import { schemaMistakes } from "./junit-schema.ts";
import { readMetrics } from "./read-metrics.ts";
import { refusal, sampleCell, sampleReport, sampleResult } from "./sample.ts";
import { readXml } from "./well-formed.ts";

const cells = Array.from({ length: 150 }, (_, place) => sampleCell(`cell-${place}`));
const requirements = Array.from({ length: 150 }, (_, place) => `LOGIN-${place}`);
const failing = { outcome: "fail", failure: refusal } as const;
const report: Report = sampleReport(
  cells.flatMap(({ id: cell }, column) =>
    requirements.map((requirement, row) =>
      sampleResult({ cell, requirement, ...((column + row) % 5 === 0 ? failing : {}) }),
    ),
  ),
  { cells, catalogue: requirements.map((id) => ({ id, title: "It logs in", profile: "core" })) },
);

describe("a report of 22,500 results, of which 4,500 fail", () => {
  test("has all of them in report.json", () => {
    expect(JSON.parse([...reportJson(report)].join(""))).toEqual(report);
  });

  test("has them counted in JUnit XML, and the first that did not pass as test cases", () => {
    const root = readXml(renderJUnit(report));
    const counts = root.children.map(({ attributes }) => [Number(attributes.tests), Number(attributes.failures)]);

    expect(schemaMistakes(root)).toEqual([]);
    expect([counts.length, counts[0]]).toEqual([150, [150, 30]]);
    expect(root.children.flatMap(({ children }) => children).filter(({ name }) => name === "testcase")).toHaveLength(
      2_000,
    );
  });

  test("has them in the grid of a page that can still be opened", () => {
    const page = renderHtml(report);

    expect(page.match(/<td data-c="\d+"><a data-o="(?:pass|fail)"/g)).toHaveLength(22_500);
    expect(page).toContain("4500 results</span>");
    expect(Buffer.byteLength(page)).toBeLessThan(6 * 1024 * 1024);
  });

  test("has them in metrics without a series for each cell", () => {
    const samples = readMetrics(renderMetrics(report)).filter(({ name }) => name.endsWith("requirement_results"));

    expect(samples).toHaveLength(600);
    expect(samples.reduce((sum, { value }) => sum + value, 0)).toBe(22_500);
  });

  test("has a summary for the terminal that ends", () => {
    const lines = renderConsole(report, { colours: false, width: 100 }).split("\n");

    expect(lines.length).toBeLessThan(1_500);
    expect(lines).toContain("4480 more, with their details in report.json, the first 500 of them:");
  });
});
