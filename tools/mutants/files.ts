import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { choices } from "../../harness/cli/choices.ts";
import { WrongInput } from "../../harness/errors/index.ts";
import { checkReportFolder, writeFiles } from "../../harness/output/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { distinct } from "./judge.ts";
import { columns, judged, type KillMatrix, killMatrixSchema, outcomesBy } from "./kill-matrix.ts";
import { type Mutant, mutants } from "./mutants.ts";
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
    [jsonFile]: oneLineAMutant(matrix),
    [pageFile]: killMatrixDocument(matrix),
  };
  const written = await writeFiles(contents, folder);
  process.stderr.write(`written: ${written.map(({ path }) => path).join(", ")}\n`);
}

/** So that a change of one mutant is a change of one line. */
function oneLineAMutant({ mutants: rows, ...head }: KillMatrix): string {
  const fields = Object.entries(head).map(([name, value]) => `"${name}":${JSON.stringify(value)},\n`);
  return `{${fields.join("")}"mutants":[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]}\n`;
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
 * The whole matrix from parts that were made apart, judged by what is declared of the mutants now. Parts may be other
 * mutants, other requirements, also from before some were added, or another token; what several of them asked is an
 * error or a failure where one says so.
 *
 * @param expected the mutants that the parts must hold
 * @throws WrongInput `kill-matrix.parts` when they do not hold every one of them, or hold what is not there any more
 */
export function merged(parts: readonly KillMatrix[], expected: readonly Mutant[] = mutants): KillMatrix {
  const rows = Map.groupBy(
    parts.flatMap((part) => part.mutants),
    ({ mutant }) => mutant,
  );
  const known = mutants.map(({ name }) => name);
  const mistakes = [
    ...expected.filter(({ name }) => !rows.has(name)).map(({ name }) => `${name} is in no part`),
    ...[...rows.keys()].filter((name) => !known.includes(name)).map((name) => `there is no mutant ${name} any more`),
    ...[...new Set(parts.flatMap(({ requirements }) => requirements))]
      .filter((id) => !columns.includes(id))
      .map((id) => `there is no requirement ${id} any more`),
  ];
  if (mistakes.length > 0) {
    const problem = `The parts do not form a kill matrix: ${mistakes.join("; ")}.`;
    const remedy = "Give every part that --shard made, of this version of the repository.";
    throw new WrongInput("kill-matrix.parts", problem, remedy, { mistakes });
  }
  return {
    schemaVersion: 1,
    madeWith: distinct(parts.flatMap((part) => part.madeWith)),
    tokens: choices.token.filter((token) => parts.some(({ tokens }) => tokens.includes(token))),
    requirements: columns,
    mutants: expected.map((mutant) => {
      const own = rows.get(mutant.name) ?? [];
      return judged(
        mutant,
        outcomesBy((id) => own.flatMap(({ outcomes }) => outcomes[id] ?? [])),
      );
    }),
  };
}
