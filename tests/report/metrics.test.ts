import { describe, expect, test } from "vitest";
import { renderMetrics } from "../../harness/render/index.ts";
import { readMetrics } from "./read-metrics.ts";
import { failing, hostile, sampleCell, sampleReport, sampleResult } from "./sample.ts";

const prefix = "vault_jwt_conformance_";
const report = sampleReport([sampleResult({}), sampleResult({ cell: "vault" }), failing], {
  cells: [sampleCell("openbao"), sampleCell("vault")],
});

describe("OpenMetrics", () => {
  test("counts results by outcome, in all and for each requirement and cell", () => {
    const samples = readMetrics(renderMetrics(report));
    const counted = samples.filter(({ name, value }) => name.endsWith("results") && value > 0);

    expect(counted).toEqual([
      { name: `${prefix}results`, labels: { outcome: "pass" }, value: 2 },
      { name: `${prefix}results`, labels: { outcome: "fail" }, value: 1 },
      ...[
        { requirement: "LOGIN-01", cell: "openbao", outcome: "pass" },
        { requirement: "LOGIN-01", cell: "vault", outcome: "pass" },
        { requirement: "LOGIN-06", cell: "openbao", outcome: "fail" },
      ].map((labels) => ({ name: `${prefix}requirement_results`, labels: { ...labels, profile: "core" }, value: 1 })),
    ]);
  });

  test("has times in seconds, and the verdict as a number", () => {
    const values = Object.fromEntries(readMetrics(renderMetrics(report)).map(({ name, value }) => [name, value]));

    expect(values).toMatchObject({
      [`${prefix}conforms`]: 0,
      [`${prefix}run_duration_seconds`]: 38.2,
      [`${prefix}run_start_timestamp_seconds`]: 1_763_946_000,
      [`${prefix}requirement_duration_seconds`]: 0.812,
    });
    expect(renderMetrics(sampleReport([sampleResult({})]))).toContain("\nvault_jwt_conformance_conforms 1\n");
  });

  test("escapes labels, and has no series twice though two ids read the same", () => {
    const cells = [sampleCell("\u001b"), sampleCell(String.raw`\x1b`)];
    const results = cells.map(({ id: cell }) => sampleResult({ cell }));
    const subject = { ...report.subject, source: `${hostile}\\"` };
    const samples = readMetrics(renderMetrics(sampleReport(results, { cells, subject })));

    expect(samples[0]?.labels.source).toMatch(/^<\/script>.*%s\\"$/);
    expect(samples.filter(({ labels }) => labels.cell !== undefined && labels.outcome === "pass")).toEqual([
      expect.objectContaining({ value: 2 }),
    ]);
  });

  test.each(["a 1\n", "a 1\n# EOF", "# TYPE a gauge\nb 1\n# EOF\n", '# TYPE a gauge\na{b="\\x"} 1\n# EOF\n'])(
    "is checked by a reader that refuses %j",
    (text) => {
      expect(() => readMetrics(text)).toThrow(SyntaxError);
    },
  );
});
