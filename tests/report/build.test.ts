import { describe, expect, test } from "vitest";
import { createRedactor } from "../../harness/redaction/index.ts";
import { buildReport } from "../../harness/report/index.ts";
import { exitStatusOf, outcomeOf } from "../../harness/verdict/index.ts";
import { failing, sampleCell, sampleInput, sampleReport, sampleResult } from "./sample.ts";

const erred = sampleResult({ scenario: "erred", outcome: "error", reason: "the server ended" });
const unsupported = sampleResult({ requirement: "CLI-05", outcome: "unsupported", reason: "no such agent" });

describe("outcomes", () => {
  test.each([
    [["pass", "unsupported"], "pass"],
    [["pass", "error", "unsupported"], "error"],
    [["pass", "error", "fail"], "fail"],
    [["unsupported"], "unsupported"],
    [[], "unsupported"],
  ] as const)("%j make %s", (outcomes, expected) => {
    expect(outcomeOf(outcomes)).toBe(expected);
  });

  test.each([
    ["passes", [sampleResult({}), unsupported], 0],
    ["a failure and an error", [sampleResult({}), erred, failing], 1],
    ["an error", [sampleResult({}), erred], 4],
    ["nothing that could be checked", [unsupported], 1],
  ] as const)("%s decide the exit status", (_, results, status) => {
    const report = sampleReport(results);

    expect(exitStatusOf(report)).toBe(status);
  });
});

describe("a report", () => {
  test("counts results, and leaves out requirements that did not run", () => {
    const report = sampleReport([sampleResult({}), sampleResult({ token: "custom" }), failing]);

    expect(report.summary).toEqual({ passed: 2, failed: 1, unsupported: 0, error: 0, blocked: 0 });
    expect(report.requirements.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
      "LOGIN-01 pass",
      "LOGIN-06 fail",
    ]);
    expect(report.startedAt).toBe("2025-11-24T01:00:00.000Z");
  });

  test("is the same in whatever order the results came", () => {
    const cells = [sampleCell("openbao"), sampleCell("vault")];
    const results = [sampleResult({}), sampleResult({ cell: "vault" }), sampleResult({ token: "custom" }), failing];

    expect(sampleReport(results.toReversed(), { cells })).toEqual(sampleReport(results, { cells }));
  });

  test("says something of a failure that came without details", () => {
    const { failures } = sampleReport([erred, { ...sampleResult({ outcome: "fail" }) }]);

    expect(failures.map(({ outcome, observed }) => [outcome, observed])).toEqual([
      ["error", "the server ended"],
      ["fail", "The scenario ended without saying what it observed."],
    ]);
  });

  test("has its texts redacted, and its ids and outcomes left alone", () => {
    const redactor = createRedactor();
    for (const secret of ["authentication", "LOGIN-06", "custom"]) redactor.add("password", secret);

    const [failure] = sampleReport([failing], { redactor }).failures;

    expect(failure).toMatchObject({ requirement: "LOGIN-06", token: "custom" });
    expect(JSON.stringify(failure)).not.toContain("authentication");
  });

  test.each([
    ["report.unknown-requirement", { requirement: "LOGIN-99" }],
    ["report.unknown-cell", { cell: "elsewhere" }],
  ])("%s is the harness's fault", (code, changes) => {
    expect(() => buildReport(sampleInput([sampleResult(changes)]))).toThrow(
      expect.objectContaining({ code, status: 4 }),
    );
  });
});
