import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { related } from "../../fixtures/mutants/related.ts";
import { WrongInput } from "../../harness/errors/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { requirements } from "../../scenarios/requirements.ts";

/** Where the mutants are: a file each, `NAME.patch`, which says what it is about before the patch begins. */
export const mutantFolder: string = join(packageFolder, "fixtures/mutants");

/** A defective module, named for the mistake. */
export interface Mutant {
  readonly name: string;
  /** What a careless author would have done. */
  readonly mistake: string;
  /** The requirement that must report it. */
  readonly caughtBy: string;
  /** The requirement, or the one of its scenarios that shows it, such as `ENV-02 homes`. */
  readonly shownBy: string;
  /** Related requirements that may fail too, as ids or globs; any other must not. */
  readonly alsoFails: readonly string[];
}

/** Every mutant, in the order of the catalogue. */
export const mutants: readonly Mutant[] = readMutants(mutantFolder);

/**
 * The mutants of a folder.
 *
 * @throws WrongInput `mutant.words` when a file does not begin with a sentence, a blank line, and whom it is caught by
 */
export function readMutants(folder: string): readonly Mutant[] {
  const place = new Map(requirements.map(({ id }, index) => [id, index]));
  const placeOf = ({ caughtBy }: Mutant) => place.get(caughtBy) ?? place.size;
  return readdirSync(folder)
    .filter((file) => file.endsWith(".patch"))
    .toSorted()
    .map((file) => readMutant(join(folder, file), file.slice(0, -".patch".length)))
    .toSorted((a, b) => placeOf(a) - placeOf(b));
}

function readMutant(file: string, name: string): Mutant {
  const [head = ""] = readFileSync(file, "utf8").split(/^--- /m, 1);
  const [, mistake] = /^(.+\.)\n\n/.exec(head) ?? [];
  const [, shownBy = "", caughtBy] = /^Caught by: ((\S+)(?: \S+)?)$/m.exec(head) ?? [];
  const [, words = ""] = /^Also fails: (.+)$/m.exec(head) ?? [];
  if (mistake === undefined || caughtBy === undefined) {
    const problem = `${file}:1 does not say what the mistake is and which requirement must report it.`;
    const remedy = 'Begin it with a sentence, a blank line, and a line such as "Caught by: LOGIN-06".';
    throw new WrongInput("mutant.words", problem, remedy, { file });
  }
  const alsoFails = words.split(" ").flatMap((word) => (related[word] ?? word).split(" "));
  return { name, mistake, caughtBy, shownBy, alsoFails: alsoFails.filter((word) => word !== "") };
}
