import { describe, expect, test } from "vitest";
import type { Report } from "../../harness/model/report/index.ts";
import { parseReport } from "../../harness/report/index.ts";
import { blocked, failing, hostileFailure, sampleReport, sampleResult } from "./sample.ts";

const report: Report = sampleReport([sampleResult({}), failing], { notes: ["Coder lists Everyone too."] });

const withoutBlocker = JSON.parse(JSON.stringify(sampleReport([blocked])).replace(/,"blockedBy":"LOGIN-06"/, ""));

function refusalOf(text: string): unknown {
  try {
    return parseReport(text, "out/report.json");
  } catch (error) {
    return error;
  }
}

describe("reading a report", () => {
  test.each([
    ["plain", report],
    ["hostile", sampleReport([hostileFailure])],
    ["blocked", sampleReport([blocked, failing])],
  ])("gives back a %s one that was written", (_, written) => {
    expect(parseReport(JSON.stringify(written), "report.json")).toEqual(written);
  });

  test("reads one of schemaVersion 1, from before results could be blocked", () => {
    const { blocked: _, ...summary } = report.summary;
    const first = { ...report, schemaVersion: 1, summary };

    expect(parseReport(JSON.stringify(first), "report.json")).toEqual(report);
  });

  test("tolerates unknown fields", () => {
    expect(parseReport(JSON.stringify({ ...report, colour: "blue" }), "report.json")).toEqual(report);
  });

  test.each([
    ["report.not-json", "{", "out/report.json is not JSON."],
    ["report.newer-schema", '{"schemaVersion": 3}', "out/report.json has schemaVersion 3"],
    ["report.malformed", "[]", "out/report.json is not a report of schemaVersion 1 or 2"],
    ["report.malformed", JSON.stringify({ ...report, durationMs: "long" }), "durationMs"],
    ["report.malformed", deeplyNested(), "nested too deeply"],
  ])("%s is the caller's mistake", (code, text, problem) => {
    expect(refusalOf(text)).toMatchObject({ code, status: 2, message: expect.stringContaining(problem) });
  });

  test.each([
    ["a verdict that was edited", { requirements: report.requirements.map((all) => ({ ...all, outcome: "pass" })) }],
    ["a failure that was taken out", { failures: [] }],
    ["a count that was changed", { summary: { ...report.summary, failed: 0 } }],
    ["a cell that was taken out", { cells: [] }],
    ["a requirement that is there twice", { requirements: [...report.requirements, ...report.requirements] }],
    ["a blocked result that does not say by what", withoutBlocker],
    ["a blocked result in a report of schemaVersion 1", { ...sampleReport([blocked]), schemaVersion: 1 }],
    ["a failure that says what blocks it", sampleReport([{ ...failing, blockedBy: "LOGIN-01" }])],
  ])("%s is found", (_, changes) => {
    expect(refusalOf(JSON.stringify({ ...report, ...changes }))).toMatchObject({ code: "report.contradicts-itself" });
  });
});

function deeplyNested(): string {
  const role = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
  return JSON.stringify(report).replace(/"role":\{[^}]*\}/, `"role":${role}`);
}
