import { matchesGlob } from "node:path";
import { Command } from "commander";
import { type ExitStatus, exitStatus, WrongInput } from "../../harness/errors/index.ts";
import { collect, interruption, runCommand } from "../conformance/command-line.ts";
import { type RuntimeChoice, runtimeOption, runtimesOf } from "../conformance/runtimes.ts";
import { conformingModules, tryModule } from "./modules.ts";

interface Options {
  readonly module?: readonly string[];
  readonly runtime?: RuntimeChoice;
  readonly server?: readonly string[];
  readonly only?: readonly string[];
}

const program = new Command("conforming")
  .description("runs the whole catalogue, with both tokens, against every correct module that is built in another way")
  .option("--module <name-or-glob>", "these modules of fixtures/conforming; may be repeated", collect)
  .addOption(runtimeOption())
  .option("--server <name@version>", "on this server; may be repeated", collect)
  .option("--only <id-or-glob>", "these requirements or scenarios; may be repeated", collect)
  .action(async (options: Options) => {
    process.exitCode = await run(options);
  });
await runCommand(program);

async function run({ module: words = ["*"], runtime, server = [], only = [] }: Options): Promise<ExitStatus> {
  const names = await chosen(words);
  const kinds = await runtimesOf(runtime);
  const each = [...server.flatMap((word) => ["--server", word]), ...only.flatMap((word) => ["--only", word])];
  const signal = interruption();
  const found: string[] = [];
  for (const kind of kinds) {
    for (const name of names) {
      const { report, problems } = await tryModule(name, ["--runtime", kind, ...each], signal);
      const { passed, unsupported } = report.summary;
      found.push(...problems.map((problem) => `${kind}: ${problem}`));
      process.stderr.write(
        `${kind} ${name}: ${passed} passed, ${unsupported} unsupported, ${problems.length} problems\n`,
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
