import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mutants } from "../../fixtures/mutants/mutants.ts";
import { readMatrix, wholeFolder } from "./files.ts";
import { columns, judged, type KillMatrix } from "./kill-matrix.ts";
import { killMatrixDocument } from "./render.ts";

const renew = "Make docs/kill-matrix.json and its page anew: npm run mutants";

test("the kill matrix in docs/ is of every mutant and every requirement, and each mutant is caught", async () => {
  const matrix = await committed();

  const outcomes = new Map(matrix.mutants.map((row) => [row.mutant, row.outcomes]));
  expect(matrix.tokens, renew).toEqual(["oidc", "custom"]);
  expect(matrix.requirements, renew).toEqual(columns);
  expect(matrix.mutants, renew).toEqual(mutants.map((mutant) => judged(mutant, outcomes.get(mutant.name) ?? {})));
  const incomplete = matrix.mutants.filter((row) => columns.some((id) => row.outcomes[id] === undefined));
  expect(
    incomplete.map((row) => row.mutant),
    renew,
  ).toEqual([]);
  expect(
    matrix.mutants.flatMap((row) => row.problems),
    renew,
  ).toEqual([]);
});

test("the kill matrix's page is what its data say", async () => {
  const page = await readFile(join(wholeFolder, "kill-matrix.md"), "utf8");

  expect(page, renew).toBe(killMatrixDocument(await committed()));
});

async function committed(): Promise<KillMatrix> {
  return await readMatrix(wholeFolder).catch((cause: Error) => expect.fail(`${cause.message} ${renew}`));
}
