import { join } from "node:path";
import { Command, Option } from "commander";
import { type ExitStatus, exitStatus } from "../../harness/errors/index.ts";
import type { Summary } from "../../harness/report/index.ts";
import { packageFolder } from "../../harness/run/index.ts";
import { dockerAnswers, type RuntimeKind } from "../../harness/runtime/index.ts";
import { collect, interruption, runCommand, wholeNumber } from "../conformance/command-line.ts";
import { conform } from "../conformance/conform.ts";
import { verdictsOf } from "../conformance/verdicts.ts";
import { type NamedVerdicts, steadinessOf } from "./steadiness.ts";

interface Options {
  readonly times: string;
  readonly runtime?: RuntimeKind | "both";
  readonly jobs?: string;
  readonly only?: readonly string[];
}

const program = new Command("steady")
  .description("runs the catalogue many times in a row and fails unless every run gives the same set of verdicts")
  .option("--times <n>", "runs on each runtime", "20")
  .addOption(
    new Option("--runtime <kind>", "where (default: both where a Docker daemon answers)").choices([
      "process",
      "docker",
      "both",
    ]),
  )
  .option("--jobs <n>", "scenarios at the same time")
  .option("--only <id-or-glob>", "these requirements or scenarios; may be repeated", collect)
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
  const kinds = await runtimes(runtime);
  process.stderr.write(`${rounds} times on ${kinds.join(" and ")}\n`);
  const runs: NamedVerdicts[] = [];
  for (const kind of kinds) {
    for (const at of Array(rounds).keys()) {
      const { report } = await conform(join(packageFolder, "module"), ["--runtime", kind, ...each], signal);
      runs.push({ run: `${kind} ${at + 1}`, verdicts: verdictsOf(report) });
      process.stderr.write(`${kind} ${at + 1}: ${counted(report.summary)}; ${alike(runs)}\n`);
    }
  }
  const { problems } = steadinessOf(runs);
  process.stdout.write(`${[alike(runs), ...problems].join("\n")}\n`);
  return problems.length === 0 ? exitStatus.conforms : exitStatus.doesNotConform;
}

async function runtimes(asked: Options["runtime"]): Promise<readonly RuntimeKind[]> {
  if (asked === "both") return ["process", "docker"];
  if (asked !== undefined) return [asked];
  const answer = await dockerAnswers();
  if ("version" in answer) return ["process", "docker"];
  process.stderr.write(`only the process runtime: ${answer.problem}\n`);
  return ["process"];
}

function alike(runs: readonly NamedVerdicts[]): string {
  return `${steadinessOf(runs).identical} of ${runs.length} sets of verdicts are identical`;
}

function counted({ passed, failed, unsupported, error }: Summary): string {
  return `${passed} passed, ${failed} failed, ${unsupported} unsupported, ${error} errors`;
}
