import { join } from "node:path";
import { Command } from "commander";
import { type ExitStatus, exitStatus } from "../../harness/errors/index.ts";
import type { Summary } from "../../harness/model/report/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { collect, interruption, runCommand, wholeNumber } from "../conformance/command-line.ts";
import { complaintsOf } from "../conformance/complaints.ts";
import { conform } from "../conformance/conform.ts";
import { type RuntimeChoice, runtimeOption, runtimesOf } from "../conformance/runtimes.ts";
import { verdictsOf } from "../conformance/verdicts.ts";
import { type NamedVerdicts, steadinessOf } from "./steadiness.ts";

interface Options {
  readonly times: string;
  readonly runtime?: RuntimeChoice;
  readonly jobs?: string;
  readonly only?: readonly string[];
}

const program = new Command("steady")
  .description("runs the suite many times in a row, and fails unless all verdicts are identical")
  .option("--times <n>", "number of runs on each runtime", "20")
  .addOption(runtimeOption())
  .option("--jobs <n>", "scenarios to run at the same time")
  .option("--only <id-or-glob>", "only these requirements or scenarios; may be repeated", collect)
  .action(async (options: Options) => {
    process.exitCode = await run(options);
  });
await runCommand(program);

async function run({ times, runtime, jobs, only = [] }: Options): Promise<ExitStatus> {
  const rounds = wholeNumber("--times", times);
  const each = [
    ...(jobs === undefined ? [] : ["--jobs", String(wholeNumber("--jobs", jobs))]),
    ...only.flatMap((word) => ["--only", word]),
  ];
  const signal = interruption();
  const kinds = await runtimesOf(runtime);
  process.stderr.write(`${rounds} times on ${kinds.join(" and ")}\n`);
  const runs: NamedVerdicts[] = [];
  for (const kind of kinds) {
    for (const at of Array(rounds).keys()) {
      const { report } = await conform(join(packageFolder, "module"), ["--runtime", kind, ...each], signal);
      runs.push({ run: `${kind} ${at + 1}`, verdicts: verdictsOf(report) });
      const results = report.requirements.flatMap(({ id, results }) =>
        results.map((result) => ({ requirement: id, ...result })),
      );
      const progress = [`${kind} ${at + 1}: ${counted(report.summary)}; ${alike(runs)}`, ...complaintsOf(results)];
      process.stderr.write(`${progress.join("\n  ")}\n`);
    }
  }
  const { problems } = steadinessOf(runs);
  process.stdout.write(`${[alike(runs), ...problems].join("\n")}\n`);
  return problems.length === 0 ? exitStatus.conforms : exitStatus.doesNotConform;
}

function alike(runs: readonly NamedVerdicts[]): string {
  return `${steadinessOf(runs).identical} of ${runs.length} sets of verdicts are identical`;
}

function counted({ passed, failed, unsupported, error, blocked }: Summary): string {
  return `${passed} passed, ${failed} failed, ${blocked} blocked, ${unsupported} unsupported, ${error} errors`;
}
