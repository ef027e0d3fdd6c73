import { expect, test } from "vitest";
import { agrees, sideBySide, verdictsOf } from "../../tools/conformance/verdicts.ts";
import { blocked, failing, sampleReport } from "../report/sample.ts";

test("two runs in which another requirement blocks a result do not agree", () => {
  const [one, other] = ["LOGIN-06", "CLI-05"].map((blockedBy) =>
    verdictsOf(sampleReport([failing, { ...blocked, blockedBy }])),
  );

  const rows = sideBySide([one ?? new Map(), other ?? new Map()]);

  expect(rows.filter((row) => !agrees(row))).toEqual([
    { name: "LOGIN-01 valid-login [oidc]", found: ["blocked by LOGIN-06", "blocked by CLI-05"] },
  ]);
});
