import { describe, expect, test } from "vitest";
import "../../harness/engine/matchers.ts";
import { failAs } from "../../harness/engine/index.ts";

const answer = { what: "`vault version` in a new terminal", exitCode: 127, output: "vault: not found\n" };

describe("a failure says in words what was expected and observed", () => {
  test.each([
    ["a command that fails", () => expect(answer).toHaveSucceeded()],
    ["a command that succeeds", () => expect({ ...answer, exitCode: 0 }).toHaveFailed()],
    ["a reason that is not there", () => expect(answer.output).toMention("permission denied")],
    ["another reason", () => expect("it failed").toGiveReason("error validating token: invalid audience")],
    ["what no matcher can say", () => failAs("Vault to refuse a login", "it received 1 and refused none")],
  ])("%s", (_what, judge) => {
    const error = failureOf(judge);

    expect(error.expected).toMatch(/\w+ \w+/);
    expect(error.actual).toMatch(/^it \w+/);
    expect(error.message).toContain(`expected ${error.expected}, but it `);
  });
});

function failureOf(judge: () => void): Error & { expected?: unknown; actual?: unknown } {
  try {
    judge();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new TypeError("It did not fail.");
}
