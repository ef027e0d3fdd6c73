import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { packageFolder } from "../../harness/package/index.ts";
import { merged, readMatrix, wholeFolder, writeMatrix } from "../mutants/files.ts";
import { columns } from "../mutants/kill-matrix.ts";
import { mutants } from "../mutants/mutants.ts";

/**
 * Takes mutants that are gone out of docs/kill-matrix.json, judges the others by what is declared now, runs the mutants and
 * the requirements that it lacks, and puts them beside the others: minutes, if any.
 */
export async function completeKillMatrix(): Promise<void> {
  const whole = await readMatrix(wholeFolder);
  const names = new Set(mutants.map(({ name }) => name));
  const there = new Set(whole.mutants.map(({ mutant }) => mutant));
  const kept = { ...whole, mutants: whole.mutants.filter(({ mutant }) => names.has(mutant)) };
  const matrix = merged(
    [kept],
    mutants.filter(({ name }) => there.has(name)),
  );
  const newMutants = mutants.filter(({ name }) => !there.has(name)).flatMap(({ name }) => ["--only", name]);
  const newRequirements = columns.filter((id) => !matrix.requirements.includes(id)).flatMap((id) => ["--against", id]);
  const parts = [newMutants, newRequirements].filter((options) => options.length > 0);
  if (parts.length === 0) return await writeMatrix(matrix, wholeFolder);
  await using temporary = await mkdtempDisposable(join(tmpdir(), "kill-matrix-"));
  const folders = parts.map((_, place) => join(temporary.path, String(place)));
  for (const [place, options] of parts.entries()) {
    const args = ["tools/mutants/main.ts", ...options, "--out", folders[place] ?? ""];
    // The matrix says which mutants survive, and a test fails then.
    await execa(process.execPath, args, { cwd: packageFolder, stdio: "inherit", reject: false });
  }
  await writeMatrix(merged([matrix, ...(await Promise.all(folders.map(readMatrix)))]), wholeFolder);
}
