import { existsSync } from "node:fs";
import { matchesGlob } from "node:path";
import { Command, Option } from "commander";
import { cacheFolder } from "../../harness/artifacts/cache/index.ts";
import { type ExitStatus, exitStatus, WrongInput } from "../../harness/errors/index.ts";
import { collect, runCommand } from "../conformance/command-line.ts";
import { type RuntimeChoice, runtimeOption, runtimesOf } from "../conformance/runtimes.ts";
import { attacks } from "./attacks/index.ts";
import { tryAttacks } from "./attacks.ts";
import { hostileModules } from "./modules/index.ts";
import type { As } from "./place.ts";
import { tryModules } from "./rounds.ts";

interface Options {
  readonly runtime?: RuntimeChoice;
  readonly only?: readonly string[];
  readonly as?: As;
  readonly quick?: boolean;
}

const program = new Command("hostile")
  .description("runs hostile modules, and attacks on gate, verify and the cache, and checks the host after each")
  .addOption(runtimeOption())
  .option("--only <name-or-glob>", "only these modules and attacks; may be repeated", collect)
  .addOption(
    new Option("--as <who>", "the user who runs the harness (default: both, if you are root)").choices([
      "root",
      "user",
    ]),
  )
  .option("--quick", "only the fast ones, several in a run")
  .action(async (options: Options) => {
    process.exitCode = await run(options);
  });
await runCommand(program);

async function run({ runtime, only = ["*"], as, quick = false }: Options): Promise<ExitStatus> {
  const chosen = <T extends { readonly name: string }>(all: readonly T[]) =>
    all.filter(({ name }) => only.some((word) => matchesGlob(name, word)));
  const [modules, tried] = [chosen(hostileModules), chosen(attacks)];
  if (modules.length + tried.length === 0) {
    const problem = `There is no hostile module and no attack ${only.join(", ")}.`;
    throw new WrongInput("hostile.unknown", problem, "See tools/hostile/modules and tools/hostile/attacks.", { only });
  }
  if (!existsSync(cacheFolder())) {
    const problem = "The cache is empty, and hostile modules run offline.";
    throw new WrongInput("hostile.cache", problem, "Run `npm run conform` first, which fills it.", {});
  }
  const who = as === undefined ? await everybody() : [as];
  const runtimes = modules.length === 0 ? [] : await runtimesOf(runtime);
  const failures = [...(await tryAttacks(tried)), ...(await tryModules(modules, { runtimes, who, isQuick: quick }))];
  const what = `${modules.length} hostile modules and ${tried.length} attacks`;
  const summary = failures.length === 0 ? "all held" : `${failures.length} did not hold`;
  process.stdout.write(`${[...failures, `${what}: ${summary}`].join("\n")}\n`);
  return failures.length === 0 ? exitStatus.conforms : exitStatus.doesNotConform;
}

/** Nobody but root may become another user. */
async function everybody(): Promise<readonly As[]> {
  return process.getuid?.() === 0 ? ["root", "user"] : ["user"];
}
