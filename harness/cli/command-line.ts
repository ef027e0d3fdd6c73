import { existsSync } from "node:fs";
import { Command, CommanderError, Option } from "commander";
import { type ExitStatus, exitStatus, WrongInput } from "../errors/index.ts";
import { didYouMean } from "../input/index.ts";
import { toolVersion } from "../package/index.ts";
import { named, visibleLine } from "../text/index.ts";
import { choices } from "./choices.ts";
import type { CleanOptions } from "./commands/clean.ts";
import type { ReportOptions } from "./commands/report.ts";
import type { GateOptions } from "./gate/gate.ts";
import type { KeygenOptions } from "./gate/keygen.ts";
import type { VerifyOptions } from "./gate/verify.ts";
import type { Interruption } from "./interruption.ts";
import { explain } from "./problem.ts";
import type { MatrixOptions } from "./run/plan-matrix.ts";
import type { RunOptions } from "./run/plan-run.ts";
import { configFile } from "./start/config-file.ts";
import type { InitOptions } from "./start/init.ts";

/** Runs one command to its end and gives its exit status. */
export async function runCommandLine(args: readonly string[], interruption: Interruption): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.conforms;
  const program = createProgram(interruption, (ended) => {
    status = ended;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return status;
  } catch (error) {
    // Whatever was cut short fails in its own way; that is no news.
    if (interruption.signal.aborted) return exitStatus.interrupted;
    if (!(error instanceof CommanderError)) return explain(error, args.includes("--verbose"));
    return error.exitCode === 0 ? exitStatus.conforms : explain(usageProblem(error, program, args), false);
  }
}

function usageProblem(error: CommanderError, program: Command, args: readonly string[]): WrongInput {
  const [first = ""] = args;
  const commands = program.commands.map((command) => command.name());
  if (error.code === "commander.excessArguments" && !first.startsWith("-") && !commands.includes(first)) {
    const remedy = `${didYouMean([first], commands)}Choose among: ${commands.join(", ")}.`;
    return new WrongInput("command.unknown", `There is no command ${named(first)}.`, remedy, { command: first });
  }
  // What was typed is a part of the message, line breaks and all.
  const [, said = "", suggestion] = /^(?:error: )?(.*?)(?:\n\((Did you mean .*)\))?$/s.exec(error.message) ?? [];
  const hint = suggestion === undefined ? "" : `${suggestion} `;
  const help = `See \`vault-jwt-conformance ${commands.includes(first) ? first : "run"} --help\`.`;
  return new WrongInput(
    error.code,
    `The command line is wrong: ${visibleLine(said).replace(/\.$/, "")}.`,
    `${hint}${help}`,
  );
}

/** The commands' own modules are heavy: each is loaded when it is called. */
function createProgram(interruption: Interruption, end: (status: ExitStatus) => void): Command {
  const program = new Command("vault-jwt-conformance")
    .description("Proves against real servers what a version of Coder's vault-jwt module does.")
    .version(toolVersion);
  addRun(program, async (options) => {
    const plan = await (await import("./run/plan-run.ts")).planRun(options);
    end(await (await import("./run/run.ts")).run(plan, interruption));
  });
  addMatrix(program, async (file, options) => {
    const plan = await (await import("./run/plan-matrix.ts")).planMatrix(file, options);
    end(await (await import("./run/run.ts")).run(plan, interruption));
  });
  addStart(program, interruption, end);
  program
    .command("list")
    .argument("[ids...]", "requirements to explain, by id or glob, such as LOGIN-06")
    .description("requirements and their scenarios; with an id, why it matters and which mistakes break it")
    .option("--json", "as JSON")
    .action(async (ids: readonly string[], options: { json?: boolean }) =>
      end(await (await import("./commands/list.ts")).list(ids, options.json ?? false)),
    );
  program
    .command("doctor")
    .description("what is here, what would be used, what is missing and how to get it")
    .option("--offline", "ask nobody")
    .action(async (options: { offline?: boolean }) =>
      end(await (await import("./commands/doctor.ts")).doctor(options.offline ?? false)),
    );
  addGate(program, end);
  program
    .command("report")
    .description("makes every format of a report anew, or one report of several, such as those of a matrix' shards")
    .argument("<report...>", "a report.json, or the folder that has it")
    .option("--out <dir>", "where the reports go", "conformance-report")
    .option("--known <file>", "what is expected to fail or to be unsupported, in YAML: what else fails is then told")
    .option("--sign <key>", "sign the files with this private key, PEM or JWK")
    .option("--require-signed", "refuse reports that no --signer signed")
    .option("--signer <key...>", "the public keys that reports must be signed with, PEM or JWK")
    .option("--against <report>", "an earlier report: says what changed since")
    .option("--history <dir>", "a folder of past runs, to which this one is added")
    .action(async (paths: string[], options: ReportOptions) =>
      end(await (await import("./commands/report.ts")).report(paths, options)),
    );
  program
    .command("clean")
    .description("removes what earlier runs left behind")
    .option("--cache", "and what is in the cache")
    .option("--keep <size>", "but not more than leaves this much, such as 10GiB: the least recently used goes first")
    .action(async (options: CleanOptions) => end(await (await import("./commands/clean.ts")).clean(options)));
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .configureOutput({ writeErr: () => {} })
      .allowExcessArguments(false);
    if (command !== program)
      command.option(
        "--verbose",
        ["run", "matrix"].includes(command.name()) ? "show every step, and stacks" : "show stacks",
      );
  }
  return program;
}

/** What helps to begin, and while a module is written. */
function addStart(program: Command, interruption: Interruption, end: (status: ExitStatus) => void): void {
  program
    .command("watch")
    .description("runs the scenarios again when the module's files change, first those that did not pass")
    .option("--module <dir>", "the module's folder (default: the current folder)")
    .argument("[options...]", "options of run, after --")
    .addHelpText("after", examples("watch --module vault-jwt -- --only 'LOGIN-*' --token custom"))
    .action(async (args: readonly string[], typed: { module?: string }, command: Command) => {
      const { module } = await withConfig(command, typed);
      const given = module === undefined ? [] : ["--module", module];
      end(await (await import("./start/watch.ts")).watch(module, [...given, ...args], interruption));
    });
  program
    .command("init")
    .description("writes a workflow, a config file and an empty list of known failures; nothing is written over")
    .option("--module <dir>", "the module's folder (default: the current one, or the vault-jwt below it)")
    .option("--dry-run", "show what would be written")
    .addHelpText("after", examples("init --dry-run", "init --module registry/me/modules/vault-jwt"))
    .action(async (options: InitOptions) => end(await (await import("./start/init.ts")).init(options)));
  program
    .command("completion")
    .description("prints a script by which bash, zsh or fish completes commands and options")
    .argument("<shell>", "bash, zsh or fish")
    .addHelpText("after", examples("completion bash >>~/.bashrc"))
    .action(async (shell: string) => end((await import("./start/completion.ts")).completion(shell, program)));
}

/** A schema and a parser of YAML take long to load. */
async function withConfig<T extends object>(command: Command, options: T): Promise<T> {
  return existsSync(configFile) ? await (await import("./start/config.ts")).withConfig(command, options) : options;
}

function examples(...commands: readonly string[]): string {
  return ["", "Examples:", ...commands.map((command) => `  vault-jwt-conformance ${command}`)].join("\n");
}

/** What decides on reports, and what its decisions are signed and looked at with. */
function addGate(program: Command, end: (status: ExitStatus) => void): void {
  program
    .command("gate")
    .description("decides by a policy whether a module may be published")
    .argument("<report...>", "report.json of each run, or of each shard")
    .requiredOption("--policy <file>", "a policy's file, or core, hardened or verified")
    .option("--module <dir>", "the folder to publish: the reports must be about exactly its files")
    .option("--module-version <version>", "the version that it is published as (default: what its README names)")
    .option("--require-signed", "refuse reports that no --signer signed")
    .option("--signer <key...>", "the public keys that reports must be signed with, PEM or JWK")
    .option("--explain", "show how each result was taken")
    .option("--attest <key>", "sign the acceptance with this private key, PEM or JWK")
    .option("--out <dir>", "where statement.json and attestation.json go")
    .option("--url <url>", "where the run can be looked at, for the attestation")
    .action(async (reports: string[], options: GateOptions) =>
      end(await (await import("./gate/gate.ts")).gate(reports, options)),
    );
  program
    .command("verify")
    .description("says whether an attestation is about the module that is here, and holds")
    .argument("<attestation>", "the attestation.json of a gate")
    .requiredOption("--module <dir>", "the module's folder")
    .requiredOption("--key <file>", "the public key that it must be signed with, PEM or JWK")
    .option("--policy <file>", "the policy that it must have been accepted by")
    .option("--max-age <time>", "how old its oldest run may be, such as 30d")
    .action(async (path: string, options: VerifyOptions) =>
      end(await (await import("./gate/verify.ts")).verify(path, options)),
    );
  program
    .command("keygen")
    .description("makes a pair of keys to sign and to verify attestations with")
    .option("--algorithm <name>", "ed25519 or ecdsa-p256", "ed25519")
    .option("--out <name>", "the files are NAME.pem and NAME.pub.pem", "conformance-gate")
    .action(async (options: KeygenOptions) => end(await (await import("./gate/keygen.ts")).keygen(options)));
}

const coderAgentWords = "imitated (the default), real (Coder's own), or the path of a coder binary";

function addMatrix(program: Command, action: (file: string, options: MatrixOptions) => Promise<void>): void {
  program
    .command("matrix")
    .description("runs the scenarios in every cell of a matrix, as one run with one report")
    .argument("<file>", "a matrix' file, or quick, nightly or offline")
    .optionsGroup("What is judged:")
    .option(
      "--module <dir-or-source>",
      "the module under test, a folder or what Terraform fetches (default: the current folder)",
    )
    .option(
      "--input <name=value...>",
      "an input of the module that the harness does not know, as Terraform's -var takes it",
    )
    .option("--ignore-state", "leave Terraform's state files and .terraform out of the module")
    .optionsGroup("What runs:")
    .option("--profile <name...>", "instead of the matrix' profiles")
    .option("--only <id-or-glob...>", "requirements or scenarios, such as LOGIN-*")
    .option("--token <kind>", `only this kind of token: ${choices.token.join(", ")}`)
    .option("--coder-agent <kind>", "instead of what cells say: imitated, real, or the path of a coder binary")
    .option("--runtime <kind>", `instead of what cells say: ${choices.runtime.join(", ")}`)
    .optionsGroup("How it runs:")
    .option("--jobs <n>", "scenarios at the same time (default: as many as cores and memory allow)")
    .option("--shard <i/n>", "only this part, by measured durations; `report` makes the whole of all parts")
    .option("--bail [n]", "stop after N failures (default: 1)")
    .option("--list", "show the cells, the scenarios and an estimate of the time, and run nothing")
    .optionsGroup("What comes of it:")
    .option("--out <dir>", "where the reports go (default: conformance-report)")
    .option("--sign <key>", "sign the reports with this private key, PEM or JWK")
    .option("--known <file>", "what is expected to fail or to be unsupported, in YAML")
    .option("--history <dir>", "add the result to those of earlier nights, and draw them")
    .option("--strict", "exit with 3 where a cell is not available here")
    .option("--yes-all", "run all cells, however many they are")
    .optionsGroup("This machine:")
    .option("--terraform-network", "plans and applies have this machine's network (default: they have none)")
    .option("--fetch-only", "fetch what such a run needs into the cache, and run nothing")
    .option("--offline", "fetch nothing")
    .option("--keep", "keep the run's folder, secrets included, and say where it is")
    .addHelpText(
      "after",
      examples("matrix quick --module vault-jwt", "matrix offline --list", "matrix our-versions.yaml --shard 1/4"),
    )
    .action(async (file: string, options: MatrixOptions, command: Command) =>
      action(file, await withConfig(command, options)),
    );
}

function addRun(program: Command, action: (options: RunOptions) => Promise<void>): void {
  const oneOf = (values: readonly string[]) => values.join(", ");
  program
    .command("run", { isDefault: true })
    .description("runs the scenarios against a module and writes the reports")
    .optionsGroup("What is judged:")
    .option(
      "--module <dir-or-source>",
      "the module under test, a folder or what Terraform fetches (default: the current folder)",
    )
    .option(
      "--input <name=value...>",
      "an input of the module that the harness does not know, as Terraform's -var takes it",
    )
    .option("--ignore-state", "leave Terraform's state files and .terraform out of the module")
    .option("--template <dir>", "your own Coder template that calls the module, in the place of the harness's")
    .option("--parameter <name=value...>", "what the template asks for by coder_parameter")
    .option("--variable <name=value...>", "a Terraform variable of the template")
    .option("--modules <dir>", "other modules that the template calls, each in a sub-folder of its name")
    .optionsGroup("In which cells:")
    .option("--server <name@version...>", "vault@1.13.1, openbao@2.7.2, …; each is a cell of its own")
    .option("--vault-binary <path>", "the server's own executable")
    .option("--runtime <kind>", `where servers and workspaces live: ${oneOf(choices.runtime)}`, "auto")
    .optionsGroup("What runs:")
    .option("--profile <name...>", "core, namespaces, hardened, portable, robust or policy")
    .option("--only <id-or-glob...>", "requirements or scenarios, such as LOGIN-*")
    .option("--token <kind>", `only this kind of token: ${oneOf(choices.token)}`)
    .optionsGroup("Tools:")
    .option("--terraform <tool>", "terraform (the default), terraform@V, tofu or tofu@V")
    .option(
      "--cli <name@version>",
      "the CLI behind the workspaces' stand-ins, such as openbao@2.6.1 (default: the server's own)",
    )
    .option("--coder <version>", "the version of the coder/coder provider")
    .option("--agent <name...>", `the workspace's image: ${oneOf(choices.agent)}`)
    .option("--coder-agent <kind>", `the agent in workspaces: ${coderAgentWords}`)
    .option("--providers <dir>", "a mirror of Terraform providers that is asked first")
    .option("--terraform-network", "plans and applies have this machine's network (default: they have none)")
    .option("--cli-archives <kind>", `what the release server serves: ${oneOf(choices.cliArchives)}`, "auto")
    .optionsGroup("How it runs:")
    .option("--jobs <n>", "scenarios at the same time")
    .option("--shard <i/n>", "only this part of the scenarios")
    .option("--bail [n]", "stop after N failures (default: 1)")
    .option("--list", "show the cells, the scenarios and an estimate of the time, and run nothing")
    .option("--known <file>", "what is expected to fail or to be unsupported, in YAML")
    .option("--again <report>", "just what did not pass there, in the cells that it did so in")
    // For the tests of the harness: what it sets up in Vault is then wrong on purpose.
    .addOption(new Option("--server-defect <name>").hideHelp())
    .optionsGroup("What comes of it:")
    .option("--out <dir>", "where the reports go (default: conformance-report)")
    .option("--sign <key>", "sign the reports with this private key, PEM or JWK")
    .optionsGroup("This machine:")
    .option("--fetch-only", "fetch what such a run needs into the cache, and run nothing")
    .option("--offline", "fetch nothing")
    .option("--keep", "keep the run's folder, secrets included, and say where it is")
    .addHelpText(
      "after",
      examples(
        "run --module vault-jwt",
        "run --only LOGIN-06 --token custom",
        "run --server vault@1.13.1 --server openbao@2.7.2 --profile core",
        "run --again conformance-report",
      ),
    )
    .action(async (options: RunOptions, command: Command) => action(await withConfig(command, options)));
}
