import { beforeAll, describe, expect, test } from "vitest";
import { mutants } from "../../fixtures/mutants/mutants.ts";
import { packageFolder } from "../../harness/run/index.ts";
import { requirements } from "../../scenarios/requirements.ts";
import { conform, outcomeIn } from "../conformance/conform.ts";
import { mutatedModule } from "./mutated-module.ts";

const coldCache = 600_000;
/** Before the test's own time is over, so that what the command line was at is said. */
const soonEnough = 110_000;

/** One kind of token is enough to catch a mutant. */
function options(requirement: string): string[] {
  const token = requirements.find((one) => one.id === requirement)?.tokens.at(-1) ?? "none";
  return ["--only", requirement, "--jobs", "1", "--verbose", ...(token === "none" ? [] : ["--token", token])];
}

describe.concurrent("a defective module is reported", () => {
  beforeAll(async () => {
    const sound = await conform(`${packageFolder}/module`, options("LOGIN-01"));
    expect(sound.exitCode, sound.said).toBe(0);
  }, coldCache);

  test.each(mutants)("$name by $caughtBy", async ({ name, caughtBy }) => {
    await using subject = await mutatedModule(name);

    const answer = await conform(subject.folder, options(caughtBy), undefined, soonEnough);

    expect({ exitCode: answer.exitCode, outcome: outcomeIn(answer, caughtBy) }, answer.said).toEqual({
      exitCode: 1,
      outcome: "fail",
    });
  });
});
