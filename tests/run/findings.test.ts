import { expect, test } from "vitest";
import { withFindings } from "../../harness/run/scenarios/findings.ts";
import { sampleResult } from "../report/sample.ts";

const leak = { requirement: "START-01", sentence: "a start: the JWT is in /tmp/x after the start" };
const unseen = { requirement: "START-01", sentence: "a start: the harness could not see it", isUnseen: true } as const;
const rule = { ...sampleResult({ requirement: "START-01", scenario: "secrets", token: "none" }), subject: "module" };
const other = { ...sampleResult({}), subject: "module" };

function judged(...results: Parameters<typeof withFindings>[0]) {
  return withFindings(results).map(({ requirement, outcome, reason }) => [requirement, outcome, reason]);
}

test("a requirement fails where a start of another scenario broke it", () => {
  expect(judged(rule, { ...other, findings: [leak, leak] })).toEqual([
    ["START-01", "fail", "LOGIN-01 (valid-login), a start: the JWT is in /tmp/x after the start."],
    ["LOGIN-01", "pass", undefined],
  ]);
});

test("a requirement that could not be watched is an error, unless it was seen to be broken", () => {
  expect(judged(rule, { ...other, findings: [unseen] })[0]?.[1]).toBe("error");
  expect(judged(rule, { ...other, findings: [unseen, leak] })[0]?.[1]).toBe("fail");
});

test("what blocks a requirement does not hide that it was broken", () => {
  const blocked = { ...rule, outcome: "blocked", blockedBy: "LOGIN-01" } as const;

  expect(withFindings([blocked, { ...other, findings: [leak] }])[0]).toEqual({
    ...rule,
    outcome: "fail",
    reason: expect.any(String),
  });
});

test("starts of another module or cell say nothing, and neither do those of a requirement that was not run", () => {
  const elsewhere = [
    { ...other, subject: "another", findings: [leak] },
    { ...other, cell: "vault", findings: [leak] },
  ];

  expect(judged(rule, ...elsewhere).map(([, outcome]) => outcome)).toEqual(["pass", "pass", "pass"]);
  expect(judged({ ...other, findings: [leak] })).toEqual([["LOGIN-01", "pass", undefined]]);
});
