import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { packageFolder } from "../../harness/package/index.ts";
import { readMatrix, wholeFolder } from "../mutants/files.ts";
import { columns } from "../mutants/kill-matrix.ts";
import { mutants } from "../mutants/mutants.ts";

/** Runs the mutants and the requirements that docs/kill-matrix.json lacks, and puts them beside the others: minutes, if any. */
export async function completeKillMatrix(): Promise<void> {
  const matrix = await readMatrix(wholeFolder);
  const there = new Set(matrix.mutants.map(({ mutant }) => mutant));
  const newMutants = mutants.filter(({ name }) => !there.has(name)).flatMap(({ name }) => ["--only", name]);
  const newRequirements = columns.filter((id) => !matrix.requirements.includes(id)).flatMap((id) => ["--against", id]);
  const parts = [newMutants, newRequirements].filter((options) => options.length > 0);
  if (parts.length === 0) return;
  await using temporary = await mkdtempDisposable(join(tmpdir(), "kill-matrix-"));
  const folders = parts.map((_, place) => join(temporary.path, String(place)));
  // What does not come out as it must is said by the matrix, and by the test of it.
  const run = (...args: readonly string[]) =>
    execa(process.execPath, ["tools/mutants/main.ts", ...args], {
      cwd: packageFolder,
      stdio: "inherit",
      reject: false,
    });
  for (const [place, options] of parts.entries()) await run(...options, "--out", folders[place] ?? "");
  await run("merge", wholeFolder, ...folders, "--out", wholeFolder);
}
