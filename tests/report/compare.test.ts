import { describe, expect, test } from "vitest";
import { compareReports, renderComparison } from "../../harness/comparison/index.ts";
import type { Outcome, Report } from "../../harness/model/report/index.ts";
import { hostile, sampleCell, sampleReport, sampleResult } from "./sample.ts";

function reportOf(outcome: Outcome, durationMs = 800, reason?: string): Report {
  const blocker = outcome === "blocked" ? { blockedBy: "LOGIN-06" } : {};
  const result = sampleResult({ outcome, durationMs, ...(reason === undefined ? {} : { reason }), ...blocker });
  return sampleReport([result, sampleResult({ requirement: "CLI-05" })]);
}

const kinds = ["new", "fixed", "stillFailing", "newlyUnsupported", "gone", "slower"] as const;

/** The kinds of change that there are. */
function changed(before: Report, after: Report): readonly string[] {
  const comparison = compareReports(before, after);
  return kinds.filter((kind) => comparison[kind].length > 0);
}

describe("since an earlier report", () => {
  test.each<[Outcome, Outcome, string[]]>([
    ["pass", "fail", ["new"]],
    ["pass", "error", ["new"]],
    ["unsupported", "fail", ["new"]],
    ["pass", "blocked", ["new"]],
    ["unsupported", "blocked", ["new"]],
    ["fail", "blocked", ["stillFailing"]],
    ["blocked", "fail", ["stillFailing"]],
    ["blocked", "pass", ["fixed"]],
    ["blocked", "unsupported", ["newlyUnsupported"]],
    ["fail", "fail", ["stillFailing"]],
    ["error", "fail", ["stillFailing"]],
    ["fail", "pass", ["fixed"]],
    ["unsupported", "pass", ["fixed"]],
    ["pass", "unsupported", ["newlyUnsupported"]],
    ["fail", "unsupported", ["newlyUnsupported"]],
    ["pass", "pass", []],
  ])("what was %s and is %s is %j", (before, after, due) => {
    expect(changed(reportOf(before), reportOf(after))).toEqual(due);
  });

  test("what is not there any more is gone, and a failure that was not there is new", () => {
    const [one, both] = [sampleReport([sampleResult({})]), reportOf("pass")];

    expect(changed(both, one)).toEqual(["gone"]);
    expect(changed(one, both)).toEqual([]);
    expect(
      changed(sampleReport([sampleResult({ token: "custom" })]), sampleReport([sampleResult({ outcome: "fail" })])),
    ).toEqual(["new", "gone"]);
  });

  test.each([
    [800, 1_700, []],
    [10_000, 12_000, []],
    [1_000, 2_001, ["slower"]],
    [10_000, 15_001, ["slower"]],
    [10_000, 2_000, []],
  ])("a duration of %i ms that is %i ms now is %j", (before, after, due) => {
    expect(changed(reportOf("pass", before), reportOf("pass", after))).toEqual(due);
    expect(changed(reportOf("fail", before), reportOf("pass", after))).toEqual(["fixed"]);
  });

  test("a cell whose version changed is the same by the words that it was asked for with", () => {
    const on = (id: string, asked?: string, outcome: Outcome = "pass") =>
      sampleReport([sampleResult({ cell: id, outcome })], {
        cells: [{ ...sampleCell(id), ...(asked !== undefined && { asked: { server: asked } }) }],
      });

    const comparison = compareReports(on("bao-2.7.1", "openbao@latest"), on("bao-2.7.2", "openbao@latest", "fail"));

    expect(comparison).toMatchObject({ gone: [], new: [{ cell: "bao-2.7.2", before: "pass", after: "fail" }] });
    expect(comparison.renamedCells).toEqual([{ before: "bao-2.7.1", after: "bao-2.7.2" }]);
    expect(changed(on("bao-2.7.1"), on("bao-2.7.2", "openbao@latest"))).toEqual(["gone"]);
  });

  test("is told in words, none of which a terminal or a CI system obeys", () => {
    const subject = { ...reportOf("pass").subject, digest: `h1:${"B".repeat(43)}=` };
    const text = renderComparison(compareReports(reportOf("pass"), { ...reportOf("fail", 800, hostile), subject }));

    expect(text).toMatch(
      /^Since the report of 2025-11-24T01:00:00\.000Z:\n {2}The module changed: h1:A+= became h1:B+=\.\nNew failures:\n/,
    );
    expect(text).toContain("\n  LOGIN-01 valid-login [oidc] on openbao: pass → fail (");
    expect(text).toMatch(/\n1 new failure, 0 fixed, 0 still failing, 0 newly unsupported, 0 gone, 0 slower\.\n$/);
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });
});
