import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { merged, readMatrix, wholeFolder } from "./files.ts";
import { markOf, summaryOf } from "./kill-matrix.ts";
import { killMatrixDocument } from "./render.ts";

test("docs/kill-matrix has every mutant, as it is declared, caught and without a problem, for readers and for programs", async () => {
  const matrix = await readMatrix(wholeFolder);

  expect(matrix, "the matrix, judged by what is declared now").toEqual(merged([matrix]));
  expect(summaryOf(matrix).problems).toEqual([]);
  expect(matrix.mutants.filter((mutant) => markOf(mutant, mutant.caughtBy) !== "K")).toEqual([]);
  expect(await readFile(join(wholeFolder, "kill-matrix.md"), "utf8")).toBe(killMatrixDocument(matrix));
});
