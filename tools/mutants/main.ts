import { availableParallelism } from "node:os";
import { matchesGlob } from "node:path";
import { Command, Option } from "commander";
import { choices } from "../../harness/cli/choices.ts";
import { listenForInterruption } from "../../harness/cli/interruption.ts";
import { type ExitStatus, exitStatus, WrongInput } from "../../harness/errors/index.ts";
import type { RuntimeKind } from "../../harness/model/index.ts";
import { parseShard, stretchOf } from "../../harness/plan/index.ts";
import type { TokenKind } from "../../harness/run/index.ts";
import type { RunResult } from "../../harness/run/scenarios/index.ts";
import { requirements } from "../../scenarios/requirements.ts";
import { collect, runCommand, wholeNumber } from "../conformance/command-line.ts";
import { quickestRuntime } from "../conformance/runtimes.ts";
import { checkMatrixFolder, merged, readMatrix, wholeFolder, writeMatrix } from "./files.ts";
import { distinct, type Judgement, judge, nameWidth, type Trial } from "./judge.ts";
import { columns, type KillMatrix, summaryOf } from "./kill-matrix.ts";
import { type Mutant, mutants } from "./mutants.ts";
import { grid, gridLine, legend } from "./render.ts";

interface Options {
  readonly only?: readonly string[];
  readonly against?: readonly string[];
  readonly quick?: boolean;
  readonly jobs: string;
  readonly token?: KillMatrix["tokens"][number];
  readonly runtime?: RuntimeKind;
  readonly shard?: string;
  readonly out?: string;
}

/** Mutants of a run: few enough that little is lost with it, and enough that it pays. */
const atOnce = 8;

const program = new Command("mutants").description("proves that every requirement reports the modules that break it");
program
  .command("run", { isDefault: true })
  .description("runs mutants against the requirements, prints the kill matrix and writes it")
  .option("--only <name-or-glob>", "only these mutants; may be repeated", collect)
  .option("--against <id-or-glob>", "only these requirements; may be repeated", collect)
  .option("--quick", "only the requirement that must catch each, with one kind of token")
  .addOption(new Option("--token <kind>", "only this kind of token").choices(choices.token))
  .addOption(
    new Option("--runtime <kind>", "the runtime (default: process where it works, else docker)").choices([
      "process",
      "docker",
    ]),
  )
  .option("--jobs <n>", "scenarios to run at the same time", String(availableParallelism()))
  .option("--shard <i/n>", "only this part of the mutants")
  .option("--out <dir>", "the folder for kill-matrix.md and kill-matrix.json (default: docs/, and nowhere for a part)")
  .action(async (options: Options) => {
    process.exitCode = await run(options);
  });
program
  .command("merge")
  .description("merges the parts that --shard made into one kill matrix")
  .argument("<dir...>", "the folders of the parts")
  .requiredOption("--out <dir>", "the folder for kill-matrix.md and kill-matrix.json")
  .action(async (folders: readonly string[], { out }: { readonly out: string }) => {
    process.exitCode = await finish(merged(await Promise.all(folders.map(readMatrix))), out);
  });
await runCommand(program);

async function run(options: Options): Promise<ExitStatus> {
  const chosen = select(options);
  const jobs = wholeNumber("--jobs", options.jobs);
  const out = outOf(options);
  if (out !== undefined) await checkMatrixFolder(out);
  const { token, against, runtime = await quickestRuntime() } = options;
  const common = { runtime, only: against, jobs, interruption: listenForInterruption(), ended } as const;
  const judgements: Judgement[] = [];
  for (const { trials, ...wanted } of options.quick ? quickRuns(chosen, token) : wholeRuns(chosen, token)) {
    const judgement = await judge(trials, { ...common, ...wanted });
    judgements.push(judgement);
    for (const row of judgement.rows) process.stderr.write(`${gridLine(row, nameWidth)}\n`);
  }
  const rows = judgements.flatMap((judgement) => judgement.rows);
  const matrix: KillMatrix = {
    schemaVersion: 1,
    madeWith: distinct(judgements.flatMap(({ madeWith }) => madeWith)),
    tokens: token === undefined ? choices.token : [token],
    requirements: columns,
    mutants: chosen.flatMap(({ name }) => rows.filter(({ mutant }) => mutant === name)),
  };
  return await finish(matrix, out);
}

interface PlannedRun {
  readonly trials: readonly Trial[];
  readonly token?: TokenKind;
}

function wholeRuns(chosen: readonly Mutant[], token: TokenKind | undefined): readonly PlannedRun[] {
  return Array.from({ length: Math.ceil(chosen.length / atOnce) }, (_, at) => ({
    trials: chosen.slice(at * atOnce, (at + 1) * atOnce).map((mutant) => ({ mutant })),
    ...(token === undefined ? {} : { token }),
  }));
}

/** A run for each kind of token: one kind is enough to catch a mutant, and few requirements lack the usual one. */
function quickRuns(chosen: readonly Mutant[], token: TokenKind | undefined): readonly PlannedRun[] {
  const kinds = Map.groupBy(chosen, ({ caughtBy }) => token ?? lastTokenOf(caughtBy));
  return [...kinds].map(([kind, some]) => ({
    trials: some.map((mutant) => ({ mutant, only: [mutant.shownBy] })),
    token: kind,
  }));
}

function lastTokenOf(id: string): TokenKind {
  const last = requirements.find((one) => one.id === id)?.tokens.at(-1);
  return last === "oidc" ? "oidc" : "custom";
}

/** Says why a mutant could not be judged. */
function ended(name: string, { outcome, reason = "" }: RunResult): void {
  if (outcome === "error") process.stderr.write(`${name}: error: ${reason}\n`);
}

/** A part does not take the whole's place unless it is told to. */
function outOf({ out, only, against, quick, token, shard }: Options): string | undefined {
  const isWhole = [only, against, quick, token, shard].every((option) => option === undefined);
  return out ?? (isWhole ? wholeFolder : undefined);
}

async function finish(matrix: KillMatrix, out: string | undefined): Promise<ExitStatus> {
  const { problems, said } = summaryOf(matrix);
  process.stdout.write(`${[grid(matrix), "", legend, "", said, ...problems].join("\n")}\n`);
  if (out === undefined) process.stderr.write("not written: this is a part, and --out is not given\n");
  else await writeMatrix(matrix, out);
  return problems.length === 0 ? exitStatus.conforms : exitStatus.doesNotConform;
}

function select({ only = ["*"], shard = "1/1" }: Options): readonly Mutant[] {
  const part = parseShard(shard);
  const unknown = only.filter((word) => !mutants.some(({ name }) => matchesGlob(name, word)));
  if (unknown.length > 0) {
    const problem = `There is no mutant ${unknown.join(", ")}.`;
    throw new WrongInput("mutant.unknown", problem, "Choose among those in fixtures/mutants/.", { unknown });
  }
  const chosen = mutants.filter(({ name }) => only.some((word) => matchesGlob(name, word)));
  const mine = stretchOf(chosen, () => 1, part);
  if (mine.length > 0) return mine;
  const remedy = `Use at most ${chosen.length} shards: that many mutants are chosen.`;
  throw new WrongInput("mutant.none", `There is no mutant in --shard ${shard}.`, remedy, { shard });
}
