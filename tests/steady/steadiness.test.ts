import { describe, expect, test } from "vitest";
import { steadinessOf } from "../../tools/steady/steadiness.ts";

type Outcomes = Readonly<Record<string, string>>;

const runs = (...sets: readonly Outcomes[]) =>
  sets.map((set, at) => ({ run: `process ${at + 1}`, verdicts: new Map(Object.entries(set)) }));

describe("runs", () => {
  test("are steady when all say the same, in whatever order", () => {
    const found = steadinessOf(runs({ a: "pass", b: "fail" }, { b: "fail", a: "pass" }));

    expect(found).toEqual({ identical: 2, problems: [] });
  });

  test.for<[what: string, sets: readonly Outcomes[], identical: number, problem: string]>([
    ["an outcome", [{ a: "pass" }, { a: "fail" }, { a: "pass" }], 2, "a: pass 2 times; fail in process 2"],
    ["what they have", [{ a: "pass" }, { a: "pass" }, {}], 2, "a: pass 2 times; absent in process 3"],
    [
      "a case of a table",
      [{ a: "pass, pass" }, { a: "pass, fail" }],
      1,
      "a: pass, pass 1 times; pass, fail in process 2",
    ],
    ["nothing, but cannot tell", [{ a: "error" }, { a: "error" }], 2, "a: error 2 times"],
  ])("that differ in %s are named", ([, sets, identical, problem]) => {
    expect(steadinessOf(runs(...sets))).toEqual({ identical, problems: [problem] });
  });
});
