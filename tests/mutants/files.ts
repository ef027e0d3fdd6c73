import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { mutants } from "../../fixtures/mutants/mutants.ts";
import { WrongInput } from "../../harness/errors/index.ts";
import { checkReportFolder, writeFiles } from "../../harness/report/index.ts";
import { packageFolder } from "../../harness/run/index.ts";
import { distinct } from "./judge.ts";
import { columns, judged, type KillMatrix, killMatrixSchema } from "./kill-matrix.ts";
import { killMatrixDocument } from "./render.ts";

/** Where the whole matrix is kept. */
export const wholeFolder: string = join(packageFolder, "docs");

const jsonFile = "kill-matrix.json";
const pageFile = "kill-matrix.md";

/** Finds out whether {@link writeMatrix} could write into a folder, before hours are spent on a matrix. */
export async function checkMatrixFolder(folder: string): Promise<void> {
  await checkReportFolder(folder, [jsonFile, pageFile]);
}

/** Writes a matrix for readers and for programs, both or none of them. */
export async function writeMatrix(matrix: KillMatrix, folder: string): Promise<void> {
  const contents = {
    [jsonFile]: `${JSON.stringify(matrix, undefined, 2)}\n`,
    [pageFile]: killMatrixDocument(matrix),
  };
  const written = await writeFiles(contents, folder);
  process.stderr.write(`written: ${written.join(", ")}\n`);
}

/**
 * The matrix in a folder.
 *
 * @throws WrongInput `kill-matrix.unreadable`, `kill-matrix.malformed`
 */
export async function readMatrix(folder: string): Promise<KillMatrix> {
  const file = join(folder, jsonFile);
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    const problem = `${file} cannot be read (${cause.code}).`;
    throw new WrongInput("kill-matrix.unreadable", problem, anotherFolder, { file }, cause);
  });
  const { success, data } = killMatrixSchema.safeParse(parsed(text));
  if (success) return data;
  throw new WrongInput("kill-matrix.malformed", `${file} is not a kill matrix.`, anotherFolder, { file });
}

const anotherFolder = "Give a folder that `npm run mutants -- --out` wrote.";

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The whole matrix from parts that were made apart, judged by what is declared of the mutants now.
 *
 * @throws WrongInput `kill-matrix.parts` when they are not the whole, each mutant once, with the same tokens
 */
export function merged(parts: readonly KillMatrix[]): KillMatrix {
  const rows = parts.flatMap((part) => part.mutants);
  const tokens = parts[0]?.tokens ?? [];
  const named = rows.map(({ mutant }) => mutant);
  const known = mutants.map(({ name }) => name);
  const sameAs = (one: readonly string[]) => (other: readonly string[]) => one.join() === other.join();
  const mistakes = [
    ...known.filter((name) => !named.includes(name)).map((name) => `${name} is in none of them`),
    ...named.filter((name, at) => named.indexOf(name) < at).map((name) => `${name} is there twice`),
    ...named.filter((name) => !known.includes(name)).map((name) => `there is no mutant ${name} any more`),
    ...(parts.every((part) => sameAs(columns)(part.requirements)) ? [] : ["the catalogue has changed since"]),
    ...(parts.every((part) => sameAs(tokens)(part.tokens)) ? [] : ["they were made with different tokens"]),
  ];
  if (mistakes.length > 0) {
    const problem = `The parts do not make a kill matrix: ${mistakes.join("; ")}.`;
    const remedy = "Give every part that --shard made, of this version of the repository.";
    throw new WrongInput("kill-matrix.parts", problem, remedy, { mistakes });
  }
  const outcomes = new Map(rows.map((row) => [row.mutant, row.outcomes]));
  return {
    schemaVersion: 1,
    madeWith: distinct(parts.flatMap((part) => part.madeWith)),
    tokens,
    requirements: columns,
    mutants: mutants.map((mutant) => judged(mutant, outcomes.get(mutant.name) ?? {})),
  };
}
