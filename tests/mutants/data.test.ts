import { mkdtempDisposable, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, matchesGlob } from "node:path";
import { describe, expect, test } from "vitest";
import { mutants, unbreakable } from "../../fixtures/mutants/mutants.ts";
import { requirements } from "../../scenarios/requirements.ts";
import { mutatedModule, patchFolder } from "../../tools/mutants/mutated-module.ts";

const ids = requirements.filter(({ derived }) => derived === undefined).map(({ id }) => id);

describe("the mutants", () => {
  test("have a patch each, and every patch has its mutant", async () => {
    const patches = (await readdir(patchFolder)).filter((name) => name.endsWith(".patch"));

    expect(mutants.map(({ name }) => `${name}.patch`).sort()).toEqual(patches.sort());
  });

  test("break every requirement that a module can break", () => {
    const broken = mutants.map((mutant) => mutant.caughtBy);

    expect([...new Set([...broken, ...unbreakable.map((one) => one.requirement)])].sort()).toEqual([...ids].sort());
    expect(unbreakable.filter((one) => broken.includes(one.requirement))).toEqual([]);
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
