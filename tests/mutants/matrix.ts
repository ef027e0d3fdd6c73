import { matchesGlob } from "node:path";
import { Command } from "commander";
import pMap from "p-map";
import { type Mutant, mutants } from "../../fixtures/mutants/mutants.ts";
import { WrongInput } from "../../harness/errors/index.ts";
import { defaultJobs } from "../../harness/run/index.ts";
import { requirements } from "../../scenarios/requirements.ts";
import { type Conformance, conform, outcomeIn } from "./conform.ts";
import { mutatedModule } from "./mutated-module.ts";

interface Options {
  readonly only?: readonly string[];
  readonly jobs: string;
  readonly token?: string;
}

interface Row {
  readonly mutant: Mutant;
  /** One letter for each requirement. */
  readonly letters: string;
  readonly problems: readonly string[];
}

const ids = requirements.map((requirement) => requirement.id);
const legend =
  "K caught by the requirement that must, r related, . pass, S survived, F unrelated, E error, u unsupported";

await new Command("mutants")
  .description("runs every mutant against every requirement and prints the kill matrix")
  .option("--only <name-or-glob>", "these mutants; may be repeated", (value, before: string[] = []) => [
    ...before,
    value,
  ])
  .option("--jobs <n>", "mutants at the same time", String(defaultJobs))
  .option("--token <kind>", "only this kind of token")
  .action(async (options: Options) => {
    process.exitCode = await printMatrix(options);
  })
  .parseAsync();

async function printMatrix({ only = ["*"], jobs, token }: Options): Promise<number> {
  const chosen = mutants.filter(({ name }) => only.some((word) => matchesGlob(name, word)));
  if (chosen.length === 0)
    throw new WrongInput("mutant.unknown", `There is no mutant ${only.join(", ")}.`, "See fixtures/mutants.");
  const run = ["--jobs", "1", ...(token === undefined ? [] : ["--token", token])];
  const rows = await pMap(chosen, (mutant) => judge(mutant, run), { concurrency: Number(jobs) });
  process.stdout.write(`\n${heading()}\n${rows.map(line).join("\n")}\n\n${legend}\n`);
  const problems = rows.flatMap((row) => row.problems);
  process.stdout.write(`${chosen.length} mutants, ${problems.length} problems\n${problems.join("\n")}\n`);
  return problems.length === 0 ? 0 : 1;
}

async function judge(mutant: Mutant, run: readonly string[]): Promise<Row> {
  await using subject = await mutatedModule(mutant.name);
  const answer = await conform(subject.folder, run);
  const letters = ids.map((id) => letter(mutant, id, answer));
  const problems = ids.flatMap((id, at) => (/[SFE]/.test(letters[at] ?? "") ? [problem(mutant, id, letters[at])] : []));
  const row = { mutant, letters: letters.join(""), problems };
  process.stderr.write(`${line(row)}\n`);
  return row;
}

function letter(mutant: Mutant, id: string, answer: Conformance): string {
  const outcome = outcomeIn(answer, id);
  const must = id === mutant.caughtBy;
  if (outcome === undefined) return " ";
  if (outcome === "error") return "E";
  if (outcome === "fail") return must ? "K" : mutant.alsoFails.some((glob) => matchesGlob(id, glob)) ? "r" : "F";
  return must ? "S" : outcome === "unsupported" ? "u" : ".";
}

function problem({ name }: Mutant, id: string, found: string | undefined): string {
  if (found === "S") return `${name} survives: ${id} passes it`;
  return found === "F" ? `${name} fails ${id}, which is not related` : `${name}: ${id} could not tell`;
}

const width = Math.max(...mutants.map(({ name }) => name.length));
const line = (row: Pick<Row, "mutant" | "letters">) => `${row.mutant.name.padEnd(width)} ${[...row.letters].join(" ")}`;

/** The ids, one a column, read downwards. */
function heading(): string {
  const height = Math.max(...ids.map((id) => id.length));
  return Array.from(
    { length: height },
    (_, at) => `${" ".repeat(width)} ${ids.map((id) => id.padStart(height)[at]).join(" ")}`,
  ).join("\n");
}
