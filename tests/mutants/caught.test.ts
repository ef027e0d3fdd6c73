import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { repositoryCommand } from "../../tools/conformance/repository-command.ts";
import { readMatrix } from "../../tools/mutants/files.ts";
import type { Outcomes } from "../../tools/mutants/kill-matrix.ts";
import { mutants } from "../../tools/mutants/mutants.ts";

const coldCache = 2_400_000;

describe("a defective module is reported", () => {
  let said = "";
  let outcomes: ReadonlyMap<string, Outcomes> = new Map();

  beforeAll(async () => {
    await using out = await mkdtempDisposable(join(tmpdir(), "mutants-test-"));
    said = (await repositoryCommand("tools/mutants/main.ts", ["--quick", "--out", out.path])).stderr;
    const matrix = await readMatrix(out.path);
    outcomes = new Map(matrix.mutants.map((row) => [row.mutant, row.outcomes]));
  }, coldCache);

  test.each(mutants)("$name by $caughtBy", ({ name, caughtBy }) => {
    expect(outcomes.get(name), said).toEqual({ [caughtBy]: "fail" });
  });
});
