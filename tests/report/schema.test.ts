import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { reportJsonSchema, reportSchema } from "../../harness/report/index.ts";
import { blocked, failing, hostileFailure, sampleReport, sampleResult } from "./sample.ts";

function validator(): ValidateFunction {
  return new Ajv2020({ strict: true, formats: { date: true, "date-time": true } }).compile(
    JSON.parse(reportJsonSchema()),
  );
}

describe("the schema of report.json", () => {
  test.each([
    ["plain", [sampleResult({}), failing]],
    ["hostile", [hostileFailure]],
    ["blocked", [blocked, failing]],
    ["empty", []],
  ] as const)("takes a %s report, as zod does", (_, results) => {
    const report = JSON.parse(JSON.stringify(sampleReport(results, { notes: ["a note"] })));

    expect([validator()(report), reportSchema.safeParse(report).success]).toEqual([true, true]);
  });

  test("tolerates fields that it does not know", () => {
    const report = { ...sampleReport([failing]), colour: "blue", subject: { ...sampleReport([]).subject, size: 3 } };

    expect([validator()(report), reportSchema.safeParse(report).success]).toEqual([true, true]);
  });

  test.each([
    ["another schemaVersion", { schemaVersion: 1 }],
    ["a date that is none", { startedAt: "yesterday" }],
    ["a negative count", { summary: { passed: -1, failed: 0, unsupported: 0, error: 0, blocked: 0 } }],
    ["a missing part", { cells: undefined }],
    ["an unknown outcome", { requirements: [{ ...sampleReport([failing]).requirements[0], outcome: "skipped" }] }],
  ])("refuses %s, as zod does", (_, changes) => {
    const report = JSON.parse(JSON.stringify({ ...sampleReport([failing]), ...changes }));

    expect([validator()(report), reportSchema.safeParse(report).success]).toEqual([false, false]);
  });
});
