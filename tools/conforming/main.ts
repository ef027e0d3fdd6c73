import { matchesGlob } from "node:path";
import { Command, Option } from "commander";
import { choices } from "../../harness/cli/choices.ts";
import { listenForInterruption } from "../../harness/cli/interruption.ts";
import { type ExitStatus, exitStatus, WrongInput } from "../../harness/errors/index.ts";
import type { TokenKind } from "../../harness/run/index.ts";
import { collect, runCommand, wholeNumber } from "../conformance/command-line.ts";
import { type RuntimeChoice, runtimeOption, runtimesOf } from "../conformance/runtimes.ts";
import { conformingModules, tryModules } from "./modules.ts";

interface Options {
  readonly module?: readonly string[];
  readonly runtime?: RuntimeChoice;
  readonly token?: TokenKind;
  readonly server?: readonly string[];
  readonly only?: readonly string[];
  readonly jobs?: string;
}

const program = new Command("conforming")
  .description("runs the full suite against every correct module of fixtures/conforming")
  .option("--module <name-or-glob>", "only these modules; may be repeated", collect)
  .addOption(runtimeOption())
  .addOption(new Option("--token <kind>", "only this kind of token").choices(choices.token))
  .option("--server <name@version>", "on this server; may be repeated", collect)
  .option("--only <id-or-glob>", "only these requirements or scenarios; may be repeated", collect)
  .option("--jobs <n>", "scenarios to run at the same time (default: as many as there are cores)")
  .action(async (options: Options) => {
    process.exitCode = await run(options);
  });
await runCommand(program);

async function run({ module: words = ["*"], runtime, token, server, only, jobs }: Options): Promise<ExitStatus> {
  const names = await chosen(words);
  const wanted = { token, servers: server, only, jobs: jobs === undefined ? undefined : wholeNumber("--jobs", jobs) };
  const kinds = await runtimesOf(runtime);
  const interruption = listenForInterruption();
  const found: string[] = [];
  for (const kind of kinds) {
    for (const { module, passed, unsupported, problems } of await tryModules(names, {
      ...wanted,
      runtime: kind,
      interruption,
    })) {
      found.push(...problems.map((problem) => `${kind}: ${problem}`));
      process.stderr.write(
        `${kind} ${module}: ${passed} passed, ${unsupported} unsupported, ${problems.length} problems\n`,
      );
    }
  }
  const summary = `${names.length} correct module${names.length === 1 ? "" : "s"} on ${kinds.join(" and ")}, ${found.length} problems`;
  process.stdout.write(`${[summary, ...found].join("\n")}\n`);
  return found.length === 0 ? exitStatus.conforms : exitStatus.doesNotConform;
}

async function chosen(words: readonly string[]): Promise<readonly string[]> {
  const all = await conformingModules();
  const unknown = words.filter((word) => !all.some((name) => matchesGlob(name, word)));
  if (unknown.length > 0) {
    const problem = `There is no conforming module ${unknown.join(", ")}.`;
    throw new WrongInput("module.unknown", problem, `Choose among: ${all.join(", ")}.`, { unknown });
  }
  return all.filter((name) => words.some((word) => matchesGlob(name, word)));
}
