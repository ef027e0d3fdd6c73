import { availableParallelism } from "node:os";
import { Command, Option } from "commander";
import { choices } from "../../harness/cli/choices.ts";
import { type ExitStatus, exitStatus } from "../../harness/errors/index.ts";
import type { RuntimeKind } from "../../harness/model/index.ts";
import { lasting } from "../../harness/plan/index.ts";
import { interruption, runCommand, wholeNumber } from "../conformance/command-line.ts";
import type { Struck } from "./strike.ts";
import { inWords, summaryOf } from "./tally.ts";
import { torture } from "./torture.ts";

interface Options {
  readonly kills: string;
  readonly runtime: RuntimeKind;
  readonly atOnce: string;
  readonly seed?: string;
  readonly control?: boolean;
}

const program = new Command("torture")
  .description("kills runs at random moments, and fails unless nothing is left of each after three seconds")
  .option("--kills <n>", "runs to kill", "100")
  .addOption(
    new Option("--runtime <kind>", "where their servers and workspaces run")
      .choices(choices.runtime.filter((kind) => kind !== "auto"))
      .default("process"),
  )
  .option("--at-once <n>", "runs at the same time", String(availableParallelism()))
  .option("--seed <n>", "what chance goes by, to repeat kills (default: any)")
  .addOption(new Option("--control", "kill so that something is left: each must be reported").hideHelp())
  .action(async (options: Options) => {
    process.exitCode = await run(options);
  });
await runCommand(program);

async function run({ kills, runtime, atOnce, seed: given, control = false }: Options): Promise<ExitStatus> {
  const wanted = wholeNumber("--kills", kills);
  const jobs = wholeNumber("--at-once", atOnce);
  const seed = given === undefined ? 1 + (Date.now() % 900_000) : wholeNumber("--seed", given);
  const all: Struck[] = [];
  const started = performance.now();
  process.stderr.write(`${wanted} kills, ${jobs} at once, seed ${seed}\n`);
  await torture({
    kills: wanted,
    atOnce: jobs,
    seed,
    runtime,
    control,
    signal: interruption(),
    onNote: (note) => process.stderr.write(`${note}\n`),
    onStruck(struck) {
      all.push(struck);
      if (struck.left.length > 0) process.stderr.write(`${inWords(struck, runtime)}\n`);
      const left = ((performance.now() - started) / all.length) * (wanted - all.length);
      const failed = all.filter((one) => one.left.length > 0).length;
      process.stderr.write(`${all.length} of ${wanted} kills, ${failed} left something, about ${lasting(left)} left\n`);
    },
  });
  process.stdout.write(`${summaryOf(all, runtime).join("\n")}\n`);
  return all.every(({ left }) => left.length === 0) ? exitStatus.conforms : exitStatus.doesNotConform;
}
