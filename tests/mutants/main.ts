import { availableParallelism } from "node:os";
import { matchesGlob } from "node:path";
import { Command } from "commander";
import pMap from "p-map";
import { mutants } from "../../fixtures/mutants/mutants.ts";
import { explain } from "../../harness/cli/problem.ts";
import { type ExitStatus, exitStatus, WrongInput } from "../../harness/errors/index.ts";
import { judge, lineOf, render } from "./matrix.ts";

interface Options {
  readonly only?: readonly string[];
  readonly jobs: string;
  readonly token?: string;
}

const collect = (value: string, before: readonly string[] = []) => [...before, value];

await new Command("mutants")
  .description("runs every mutant against every requirement and prints the kill matrix")
  .option("--only <name-or-glob>", "these mutants; may be repeated", collect)
  .option("--jobs <n>", "mutants at the same time", String(availableParallelism()))
  .option("--token <kind>", "only this kind of token")
  .action(async (options: Options) => {
    process.exitCode = await run(options).catch((error) => explain(error, false));
  })
  .parseAsync();

async function run(options: Options): Promise<ExitStatus> {
  const chosen = select(options.only ?? ["*"]);
  const each = ["--jobs", "1", ...(options.token === undefined ? [] : ["--token", options.token])];
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopping.abort());
  const rows = await pMap(
    chosen,
    async (mutant) => {
      const row = await judge(mutant, each, stopping.signal);
      process.stderr.write(`${lineOf(row)}\n`);
      return row;
    },
    { concurrency: concurrency(options.jobs) },
  );
  const problems = rows.flatMap((row) => row.problems);
  const caught = rows.filter((row) => row.cells.includes("K")).length;
  const summary = `${caught} of ${chosen.length} mutants caught, ${problems.length} problems`;
  process.stdout.write(`${[render(rows), "", summary, ...problems].join("\n")}\n`);
  return problems.length === 0 ? exitStatus.conforms : exitStatus.doesNotConform;
}

function select(words: readonly string[]): typeof mutants {
  const unknown = words.filter((word) => !mutants.some(({ name }) => matchesGlob(name, word)));
  if (unknown.length > 0) {
    throw new WrongInput(
      "mutant.unknown",
      `There is no mutant ${unknown.join(", ")}.`,
      "Choose among those in fixtures/mutants/.",
      { unknown },
    );
  }
  return mutants.filter(({ name }) => words.some((word) => matchesGlob(name, word)));
}

function concurrency(text: string): number {
  const jobs = Number(text);
  if (Number.isInteger(jobs) && jobs > 0) return jobs;
  throw new WrongInput("option.number", `--jobs takes a whole number from 1, not ${text}.`, "Leave it out.", { text });
}
