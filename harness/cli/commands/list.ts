import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type ExitStatus, exitStatus, WrongInput } from "../../errors/index.ts";
import { didYouMean } from "../../input/index.ts";
import { packageFolder } from "../../package/index.ts";
import { isGlobOf } from "../../plan/index.ts";
import { named, print } from "../../text/index.ts";
import { type CheckedRequirement, readCatalogue } from "./catalogue.ts";

const indent = 11;

/**
 * Prints the catalogue with the scenarios that check each requirement, or all that there is to know of those that are named.
 * @throws WrongInput `list.unknown`
 */
export async function list(words: readonly string[], json: boolean): Promise<ExitStatus> {
  const entries = chosen(readCatalogue(), words);
  if (json) print(process.stdout, JSON.stringify(entries, undefined, 2).split("\n"));
  else print(process.stdout, words.length === 0 ? entries.flatMap(inShort) : await inFull(entries));
  return exitStatus.conforms;
}

function chosen(all: readonly CheckedRequirement[], words: readonly string[]): readonly CheckedRequirement[] {
  const fits = (word: string, { id }: CheckedRequirement) => isGlobOf(word, id);
  const unknown = words.find((word) => !all.some((one) => fits(word, one)));
  if (unknown === undefined) return all.filter((one) => words.length === 0 || words.some((word) => fits(word, one)));
  const meant = didYouMean(
    [unknown],
    all.map(({ id }) => id),
  );
  const remedy = `${meant}Choose among those that \`list\` prints.`;
  throw new WrongInput("list.unknown", `There is no requirement ${named(unknown)}.`, remedy, { unknown });
}

function inShort({ id, title, profile, tokens, basis, scenarios }: CheckedRequirement): readonly string[] {
  const checked = scenarios.length === 0 ? [] : [`scenarios ${scenarios.join(", ")}`];
  const facts = [`profile ${profile}`, `token ${inWords(tokens)}`, ...checked];
  const below = [facts.join("; "), `why: ${basis}`];
  return [`${id.padEnd(indent)}${title}`, ...below.map((line) => " ".repeat(indent) + line)];
}

/** What needs no kind of its own runs with any. */
function inWords(tokens: CheckedRequirement["tokens"]): string {
  return tokens.includes("none") ? "any" : tokens.join(", ");
}

async function inFull(entries: readonly CheckedRequirement[]): Promise<readonly string[]> {
  const { mutants } = killMatrix.parse(
    JSON.parse(await readFile(join(packageFolder, "docs/kill-matrix.json"), "utf8")),
  );
  return entries.flatMap((entry, at) => {
    const { id, title, profile, tokens, basis, means, scenarios } = entry;
    const mistakes = mutants.filter(({ caughtBy }) => caughtBy === id).map(({ mistake }) => mistake);
    const facts: readonly (readonly [string, readonly string[]])[] = [
      ["profile", [profile]],
      ["token", [inWords(tokens)]],
      ["why", [basis]],
      ["a failure", [means]],
      ["scenario", scenarios],
      ["mistakes", mistakes],
      ["run it", [commandFor(entry)]],
      ["page", [`docs/requirements.md#${id.toLowerCase()}`]],
    ];
    const lines = facts.flatMap(([label, texts]) =>
      texts.map((text, place) => `  ${(place === 0 ? label : "").padEnd(indent)}${text}`),
    );
    return [...(at === 0 ? [] : [""]), `${id}  ${title}`, ...lines];
  });
}

const killMatrix = z.object({ mutants: z.array(z.object({ mistake: z.string(), caughtBy: z.string() })) });

/** What runs it. */
function commandFor({ id, derived }: CheckedRequirement): string {
  return `npx vault-jwt-conformance ${derived === undefined ? "run" : "matrix quick"} --only ${id}`;
}
