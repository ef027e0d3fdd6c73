import { expect, test } from "vitest";
import { complaintsOf } from "../../tools/conformance/complaints.ts";

test("what does not pass is told with its reason", () => {
  const result = { requirement: "SEC-04", scenario: "arguments", token: "none" } as const;

  const told = complaintsOf([
    { ...result, outcome: "pass" },
    { ...result, outcome: "fail" },
    { ...result, outcome: "unsupported", reason: "no such input" },
    { ...result, outcome: "blocked", blockedBy: "LOGIN-06", reason: "it started" },
    { ...result, outcome: "error", reason: "the machine has too much to do" },
    {
      ...result,
      outcome: "fail",
      reason: "it ended with 1",
      failure: {
        expected: "",
        observed: "",
        diagnosis: "",
        evidence: { startupLog: "begun\nno answer\n", vaultRequests: [] },
      },
    },
  ]);

  expect(told).toEqual([
    "SEC-04 arguments [none] fail",
    "SEC-04 arguments [none] blocked by LOGIN-06: it started",
    "SEC-04 arguments [none] error: the machine has too much to do",
    "SEC-04 arguments [none] fail: it ended with 1; the start script's last line: no answer",
  ]);
});
