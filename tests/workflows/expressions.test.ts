import { expect, test } from "vitest";
import { evaluate, type Scope } from "./runner/index.ts";

const scope: Scope = {
  contexts: {
    inputs: { only: "", shards: "3" },
    github: { ref: "refs/heads/main" },
    needs: { a: { result: "success" } },
  },
  functions: { always: () => true, fromJSON: (text) => JSON.parse(String(text)) },
};

test.each([
  ["${{ inputs.shards || '6' }}", "3"],
  ["${{ inputs.only || '6' }}", "6"],
  ["${{ inputs.absent }}", null],
  ["ci-${{ github.ref }}-${{ inputs.absent }}", "ci-refs/heads/main-"],
  ["${{ !(needs.a.result == 'success') || false }}", false],
  ["${{ needs.a.result == 'SUCCESS' && always() }}", true],
  ["${{ fromJSON('[1, 2]') }}", [1, 2]],
  ["${{ 'it''s' }}", "it's"],
  ["no expression", "no expression"],
])("%s comes to what the platform says", (text, value) => {
  expect(evaluate(text, scope)).toEqual(value);
});

test.each([
  ["${{ secrets.key }}", "context secrets is not known"],
  ["${{ github.token2 }}", "no property token2"],
  ["${{ hashFiles('x') }}", "hashFiles() is not known"],
  ["${{ inputs.a < 3 }}", "< 3 is not understood"],
  ["${{ inputs['a'] }}", "[ is not understood"],
  ["${{ always( }}", "a value is missing"],
  ["${{ 'a' 'b' }}", "'b' is not understood"],
  ["${{ inputs.shards == 3 }}", "values of two types"],
])("%s is refused", (text, problem) => {
  expect(() => evaluate(text, scope)).toThrow(problem);
});
