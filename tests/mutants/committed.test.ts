import { expect, test } from "vitest";
import { merged, readMatrix, wholeFolder } from "../../tools/mutants/files.ts";
import { markOf, summaryOf } from "../../tools/mutants/kill-matrix.ts";

test("docs/kill-matrix.json has every mutant, as it is declared, caught and without a problem", async () => {
  const matrix = await readMatrix(wholeFolder);

  expect(matrix, "the matrix, judged by what is declared now").toEqual(merged([matrix]));
  expect(summaryOf(matrix).problems).toEqual([]);
  expect(matrix.mutants.filter((mutant) => markOf(mutant, mutant.caughtBy) !== "K")).toEqual([]);
});
