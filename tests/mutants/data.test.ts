import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, matchesGlob } from "node:path";
import { describe, expect, test } from "vitest";
import { unbreakable } from "../../fixtures/mutants/unbreakable.ts";
import { planScenarios } from "../../harness/plan/index.ts";
import { requirements } from "../../scenarios/requirements.ts";
import { mutants, readMutants } from "../../tools/mutants/mutants.ts";
import { mutatedModule } from "../../tools/mutants/mutated-module.ts";

const ids = requirements.filter(({ derived }) => derived === undefined).map(({ id }) => id);

describe("the mutants", () => {
  test("say what the mistake is and which requirement must report it, before their patch", async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), "mutants-"));
    await writeFile(join(folder.path, "silent.patch"), "--- a/main.tf\n+++ b/main.tf\n");

    expect(() => readMutants(folder.path)).toThrow("silent.patch:1 does not say what the mistake is");
  });

  test("that have a word for related requirements mean all of them", () => {
    const silent = mutants.find(({ name }) => name === "script-is-run-by-hand");

    expect(silent?.alsoFails).toEqual(expect.arrayContaining(["PATH-*", "SEC-0[1-4]", "CLI-13"]));
  });

  test("break every requirement that a module can break", () => {
    const broken = mutants.map((mutant) => mutant.caughtBy);

    expect([...new Set([...broken, ...unbreakable.map((one) => one.requirement)])].sort()).toEqual([...ids].sort());
    expect(unbreakable.filter((one) => broken.includes(one.requirement))).toEqual([]);
  });

  test("name a scenario of the requirement that must report them, if any", () => {
    const scenarios = planScenarios().map(({ requirement, name }) => `${requirement} ${name}`);
    const named = mutants.map(({ shownBy }) => shownBy).filter((word) => word.includes(" "));

    expect(named.length).toBeGreaterThan(25);
    expect(named.filter((one) => !scenarios.includes(one))).toEqual([]);
  });

  test("are related to requirements that exist", () => {
    const unknown = mutants.flatMap(({ name, alsoFails }) =>
      alsoFails.filter((glob) => !ids.some((id) => matchesGlob(id, glob))).map((glob) => `${name}: ${glob}`),
    );

    expect(unknown).toEqual([]);
  });

  test("fit the module", async () => {
    for (const { name } of mutants) {
      await using _ = await mutatedModule(name);
    }
  });

  test("are named where their patch does not fit", async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), "mutants-test-"));
    const patch = "--- a/run.sh\n+++ b/run.sh\n@@ -1,1 +1,1 @@\n-no such line\n+another\n";
    await writeFile(join(folder.path, "stale.patch"), patch);

    await expect(mutatedModule("stale", folder.path)).rejects.toMatchObject({
      code: "mutant.patch",
      message: expect.stringContaining("stale"),
    });
  });
});
