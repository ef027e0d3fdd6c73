import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { Command } from "commander";
import { unbreakable } from "../../fixtures/mutants/unbreakable.ts";
import { listenForInterruption } from "../../harness/cli/interruption.ts";
import { type ExitStatus, exitStatus, WrongInput } from "../../harness/errors/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { type ScenarioFile, scenarioFiles } from "../../harness/plan/index.ts";
import type { TokenKind } from "../../harness/run/index.ts";
import type { RunResult } from "../../harness/run/scenarios/index.ts";
import { requirements } from "../../scenarios/requirements.ts";
import { runCommand } from "../conformance/command-line.ts";
import { complaintsOf } from "../conformance/complaints.ts";
import { tryTogether } from "../conformance/together.ts";
import { conformingModules, tryModules } from "../conforming/modules.ts";
import { judge } from "../mutants/judge.ts";
import { mutants } from "../mutants/mutants.ts";

const program = new Command("try")
  .description("runs a requirement against module/, its mutants and the conforming modules, and says what is missing")
  .argument("<id>", "the requirement, such as LOGIN-15")
  .action(async (id: string) => {
    process.exitCode = await run(id);
  });
await runCommand(program);

async function run(id: string): Promise<ExitStatus> {
  const requirement = requirements.find((one) => one.id === id);
  if (requirement === undefined) {
    const remedy = "Add it to its area's file in scenarios/requirements/, or see `npm run conform -- list`.";
    throw new WrongInput("requirement.unknown", `The catalogue has no requirement ${id}.`, remedy, { id });
  }
  const files = scenarioFiles([requirement]);
  const missing = whatIsMissing(id, files);
  const canRun = files.length > 0 && files.every(({ path }) => existsSync(path));
  const problems = canRun ? await problemsOf(id) : [];
  const lines = [...missing.map((what) => `missing: ${what}`), ...problems];
  process.stdout.write(
    `${[...lines, lines.length === 0 ? `${id} is complete.` : `${id} is not complete.`].join("\n")}\n`,
  );
  return lines.length === 0 ? exitStatus.conforms : exitStatus.doesNotConform;
}

/** What a requirement lacks, as far as that shows without a run. */
function whatIsMissing(id: string, files: readonly ScenarioFile[]): readonly string[] {
  const absent = files.map(({ path }) => path).filter((path) => !existsSync(path));
  return [
    ...absent.map((path) => `the scenario file ${relative(packageFolder, path)}`),
    ...(files.length === 0 ? ["a scenario: it is derived from other requirements, which can be tried"] : []),
    ...(mutants.some(({ caughtBy }) => caughtBy === id) || unbreakable.some(({ requirement }) => requirement === id)
      ? []
      : [
          `a mutant that it catches: add fixtures/mutants/NAME.patch with "Caught by: ${id}", or a reason to fixtures/mutants/unbreakable.ts`,
        ]),
  ];
}

/** A line for each thing that did not come out as it must. */
async function problemsOf(id: string): Promise<readonly string[]> {
  const common = { runtime: "process", only: [id], interruption: listenForInterruption() } as const;
  const own = await tryTogether([{ name: "module", source: join(packageFolder, "module") }], common);
  say(`module/: ${inWords(own.results)}`);
  const broken = mutants.filter(({ caughtBy }) => caughtBy === id);
  const { rows } = await judge(
    broken.map((mutant) => ({ mutant })),
    { ...common, token: oneTokenOf(own.results) },
  );
  const caught = rows.filter(({ problems }) => problems.length === 0);
  say(`mutants: ${caught.length} of ${rows.length} caught`);
  const trials = await tryModules(await conformingModules(), common);
  for (const { module, passed, problems } of trials) say(`${module}: ${passed} passed, ${problems.length} problems`);
  return [
    ...complaintsOf(own.results).map((complaint) => `module/: ${complaint}`),
    ...rows.flatMap(({ problems }) => problems),
    ...trials.flatMap(({ problems }) => problems),
  ];
}

function inWords(results: readonly RunResult[]): string {
  return results.map(({ scenario, token, outcome }) => `${scenario} [${token}] ${outcome}`).join(", ");
}

/** One kind of token is enough to catch a mutant. */
function oneTokenOf(results: readonly RunResult[]): TokenKind {
  const last = results.at(-1)?.token;
  return last === undefined || last === "none" ? "custom" : last;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
