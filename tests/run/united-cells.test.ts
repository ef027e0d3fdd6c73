import { expect, test } from "vitest";
import { planScenarios } from "../../harness/plan/index.ts";
import { unitedCells } from "../../harness/run/united-cells.ts";

const [first, second] = planScenarios({ only: ["LOGIN-01", "LOGIN-02"] });
if (first === undefined || second === undefined) throw new Error("each of the two has a scenario");
const cell = { id: "one" };
const oidc = { ...first, tokens: ["oidc" as const] };
const custom = { ...first, tokens: ["custom" as const] };

test("words that come to the same cell run all that was planned for any of them, each once", () => {
  const cells = [
    { cell, scenarios: [oidc, second] },
    { cell: { id: "other" }, scenarios: [second] },
    { cell, scenarios: [custom, second] },
  ];

  expect(unitedCells(cells)).toEqual([
    { cell, scenarios: [{ ...first, tokens: ["oidc", "custom"] }, second] },
    { cell: { id: "other" }, scenarios: [second] },
  ]);
});
