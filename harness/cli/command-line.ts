import { existsSync } from "node:fs";
import { Command, CommanderError, Option } from "commander";
import { type ExitStatus, exitStatus, WrongInput } from "../errors/index.ts";
import { didYouMean } from "../input/index.ts";
import { packageFolder, toolVersion } from "../package/index.ts";
import { named, visibleLine } from "../text/index.ts";
import { choices } from "./choices.ts";
import type { CleanOptions } from "./commands/clean.ts";
import type { DoctorOptions } from "./commands/doctor.ts";
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

const verboseShows: Readonly<Record<string, string>> = {
  run: "show every step, and stack traces",
  matrix: "show every step, and stack traces",
  doctor: "show what is pinned, and stack traces",
};

/** The commands' own modules are heavy: each is loaded when it is called. */
function createProgram(interruption: Interruption, end: (status: ExitStatus) => void): Command {
  const program = new Command("vault-jwt-conformance")
    .description("Proves against real servers what a version of Coder's vault-jwt module does.")
    .version(toolVersion)
    .addHelpText(
      "after",
      [examples("doctor", "init --dry-run", "run --module vault-jwt", "list LOGIN-06"), whereNext].join("\n"),
    );
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
    .description("lists requirements and their scenarios; with an id, why it matters and which mistakes break it")
    .option("--json", "print JSON")
    .addHelpText("after", examples("list", "list LOGIN-06", "list 'CLI-*' --json"))
    .action(async (ids: readonly string[], options: { json?: boolean }) =>
      end(await (await import("./commands/list.ts")).list(ids, options.json ?? false)),
    );
  program
    .command("doctor")
    .description("checks what is available here, what a run would use, and how to get what is missing")
    .option("--offline", "do not use the network")
    .action(async (options: DoctorOptions) => end(await (await import("./commands/doctor.ts")).doctor(options)));
  addGate(program, end);
  program
    .command("report")
    .description("renders a report in every format, or merges several, such as those of a matrix's shards")
    .argument("<report...>", "a report.json, or its folder")
    .option("--out <dir>", "the folder for the reports", "conformance-report")
    .option("--known <file>", "YAML list of expected failures and unsupported results; others are reported as new")
    .option("--sign <key>", "sign the files with this private key, PEM or JWK")
    .option("--require-signed", "refuse reports that no --signer key signed")
    .option("--signer <key...>", "the public keys of accepted signers, PEM or JWK")
    .option("--against <report>", "an earlier report to compare with")
    .option("--history <dir>", "a folder of past runs; this one is added to it")
    .addHelpText("after", examples("report shard-1 shard-2 --out conformance-report"))
    .action(async (paths: string[], options: ReportOptions) =>
      end(await (await import("./commands/report.ts")).report(paths, options)),
    );
  program
    .command("clean")
    .description("removes what earlier runs left behind")
    .option("--cache", "empty the cache too")
    .option(
      "--keep <size>",
      "keep at most SIZE of the cache, such as 10GiB; the least recently used entries are removed first",
    )
    .action(async (options: CleanOptions) => end(await (await import("./commands/clean.ts")).clean(options)));
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .configureOutput({ writeErr: () => {} })
      .allowExcessArguments(false);
    if (command !== program) command.option("--verbose", verboseShows[command.name()] ?? "show stack traces");
  }
  return program;
}

/** What helps to begin, and while a module is written. */
function addStart(program: Command, interruption: Interruption, end: (status: ExitStatus) => void): void {
  program
    .command("watch")
    .description("reruns the scenarios when the module's files change, those that did not pass first")
    .option("--module <dir>", "the module's folder (default: the current folder)")
    .argument("[options...]", "options for run, after --")
    .addHelpText("after", examples("watch --module vault-jwt -- --only 'LOGIN-*' --token custom"))
    .action(async (args: readonly string[], typed: { module?: string }, command: Command) => {
      const { module } = await withConfig(command, typed);
      const given = module === undefined ? [] : ["--module", module];
      end(await (await import("./start/watch.ts")).watch(module, [...given, ...args], interruption));
    });
  program
    .command("init")
    .description("writes a workflow, a config file and an empty list of known failures; keeps existing files")
    .option("--module <dir>", "the module's folder (default: the current folder, or a vault-jwt folder below it)")
    .option("--dry-run", "show what would be written")
    .addHelpText("after", examples("init --dry-run", "init --module registry/me/modules/vault-jwt"))
    .action(async (options: InitOptions) => end(await (await import("./start/init.ts")).init(options)));
  program
    .command("completion")
    .description("prints the completion script for bash, zsh or fish")
    .argument("<shell>", "bash, zsh or fish")
    .addHelpText("after", examples("completion bash >>~/.bashrc"))
    .action(async (shell: string) => end((await import("./start/completion.ts")).completion(shell, program)));
}

/** A schema and a parser of YAML take long to load. */
async function withConfig<T extends object>(command: Command, options: T): Promise<T> {
  return existsSync(configFile) ? await (await import("./start/config.ts")).withConfig(command, options) : options;
}

const whereNext = `
\`vault-jwt-conformance COMMAND --help\` shows the options of a command, with examples.
Docs: README.md and docs/ in ${named(packageFolder)}`;

function examples(...commands: readonly string[]): string {
  return ["", "Examples:", ...commands.map((command) => `  vault-jwt-conformance ${command}`)].join("\n");
}

/** The gate, and the commands that sign and verify its decisions. */
function addGate(program: Command, end: (status: ExitStatus) => void): void {
  program
    .command("gate")
    .description("decides by a gate policy whether a module may be published")
    .argument("<report...>", "report.json of each run, or of each shard")
    .requiredOption("--policy <file>", "a gate policy: core, hardened, verified or a file")
    .option("--module <dir>", "the folder to publish; the reports must be about exactly its files")
    .option("--module-version <version>", "the version to publish (default: the one that its README names)")
    .option("--require-signed", "refuse reports that no --signer key signed")
    .option("--signer <key...>", "the public keys of accepted signers, PEM or JWK")
    .option("--explain", "show how each result was judged")
    .option("--attest <key>", "sign the acceptance with this private key, PEM or JWK")
    .option("--out <dir>", "the folder for statement.json and attestation.json")
    .option("--url <url>", "the address of the run, for the attestation")
    .addHelpText("after", examples("gate conformance-report --policy core --module vault-jwt"))
    .action(async (reports: string[], options: GateOptions) =>
      end(await (await import("./gate/gate.ts")).gate(reports, options)),
    );
  program
    .command("verify")
    .description("checks an attestation, and that it is about the files of a module")
    .argument("<attestation>", "the attestation.json of a gate")
    .requiredOption("--module <dir>", "the module's folder")
    .requiredOption("--key <file>", "the signer's public key, PEM or JWK")
    .option("--policy <file>", "the gate policy that must have accepted the module: core, hardened, verified or a file")
    .option("--max-age <time>", "the maximum age of its oldest run, such as 30d")
    .addHelpText("after", examples("verify attestation.json --module vault-jwt --key key.pub.pem"))
    .action(async (path: string, options: VerifyOptions) =>
      end(await (await import("./gate/verify.ts")).verify(path, options)),
    );
  program
    .command("keygen")
    .description("creates a key pair that signs and verifies reports and attestations")
    .option("--algorithm <name>", "ed25519 or ecdsa-p256", "ed25519")
    .option("--out <name>", "the files are NAME.pem and NAME.pub.pem", "conformance-gate")
    .action(async (options: KeygenOptions) => end(await (await import("./gate/keygen.ts")).keygen(options)));
}

const coderAgentWords = "imitated (the default), real (Coder's own), or the path of a coder binary";

function addMatrix(program: Command, action: (file: string, options: MatrixOptions) => Promise<void>): void {
  program
    .command("matrix")
    .description("runs the scenarios in every cell of a matrix, as one run with one report")
    .argument("<file>", "a matrix file, or quick, nightly or offline")
    .optionsGroup("What to test:")
    .option(
      "--module <dir-or-source>",
      "the module under test: a folder or a Terraform source (default: the current folder)",
    )
    .option(
      "--input <name=value...>",
      "a value for a module input that the harness does not set, as for Terraform's -var",
    )
    .option("--ignore-state", "leave Terraform's state files and .terraform out of the module")
    .optionsGroup("What to run:")
    .option("--profile <name...>", "profiles to run instead of the matrix's")
    .option("--only <id-or-glob...>", "requirements or scenarios, such as LOGIN-06, 'CLI-*' or no-vault-answers")
    .option("--token <kind>", `only this kind of token: ${choices.token.join(", ")}`)
    .option("--coder-agent <kind>", "overrides the matrix: imitated, real, or the path of a coder binary")
    .option("--runtime <kind>", `overrides the matrix: ${choices.runtime.join(", ")}`)
    .optionsGroup("How to run it:")
    .option("--jobs <n>", "scenarios to run at the same time (default: as many as cores and memory allow)")
    .option("--shard <i/n>", "only this part, balanced by measured durations; `report` merges the parts")
    .option("--bail [n]", "stop after N failures (default: 1)")
    .option("--list", "show the cells, the scenarios and an estimate of the time, and run nothing")
    .optionsGroup("Results:")
    .option("--out <dir>", "the folder for the reports (default: conformance-report)")
    .option("--sign <key>", "sign the reports with this private key, PEM or JWK")
    .option("--known <file>", "YAML list of expected failures and unsupported results")
    .option("--history <dir>", "a folder of past runs; this one is added, and a page shows all")
    .option("--strict", "exit with 3 if a cell is not available here")
    .option("--yes-all", "run all cells, however many there are")
    .optionsGroup("This machine:")
    .option("--terraform-network", "let Terraform plan and apply use this machine's network (default: no network)")
    .option("--fetch-only", "download what the run needs into the cache, and run nothing")
    .option("--offline", "download nothing")
    .option("--keep", "keep the run's folder, secrets included, and print its path")
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
    .optionsGroup("What to test:")
    .option(
      "--module <dir-or-source>",
      "the module under test: a folder or a Terraform source (default: the current folder)",
    )
    .option(
      "--input <name=value...>",
      "a value for a module input that the harness does not set, as for Terraform's -var",
    )
    .option("--ignore-state", "leave Terraform's state files and .terraform out of the module")
    .option("--template <dir>", "your own Coder template that calls the module, instead of the harness's")
    .option("--parameter <name=value...>", "a value for a coder_parameter of the template")
    .option("--variable <name=value...>", "a value for a Terraform variable of the template")
    .option("--modules <dir>", "a folder with other modules that the template calls, each in a subfolder of its name")
    .optionsGroup("Cells:")
    .option("--server <name@version...>", "vault@1.13.1, openbao@2.7.2, …; each is a separate cell")
    .option("--vault-binary <path>", "the executable of the server")
    .option("--runtime <kind>", `where servers and workspaces run: ${oneOf(choices.runtime)}`, "auto")
    .optionsGroup("What to run:")
    .option("--profile <name...>", "core, namespaces, hardened, portable, robust or policy")
    .option("--only <id-or-glob...>", "requirements or scenarios, such as LOGIN-06, 'CLI-*' or no-vault-answers")
    .option("--token <kind>", `only this kind of token: ${oneOf(choices.token)}`)
    .optionsGroup("Tools:")
    .option("--terraform <tool>", "terraform (the default), terraform@V, tofu or tofu@V")
    .option(
      "--cli <name@version>",
      "the CLI behind the workspaces' stand-ins, such as openbao@2.6.1 (default: the server's own)",
    )
    .option(
      "--coder <kind>",
      "imitated (the default) or server (a real Coder server builds workspaces); or a version of the coder/coder provider",
    )
    .option("--agent <name...>", `the workspace's image: ${oneOf(choices.agent)}`)
    .option("--coder-agent <kind>", `the agent in workspaces: ${coderAgentWords}`)
    .option("--providers <dir>", "a mirror of Terraform providers to use first")
    .option("--terraform-network", "let Terraform plan and apply use this machine's network (default: no network)")
    .option("--cli-archives <kind>", `what the release server serves: ${oneOf(choices.cliArchives)}`, "auto")
    .optionsGroup("How to run it:")
    .option("--jobs <n>", "scenarios to run at the same time")
    .option("--shard <i/n>", "only this part of the scenarios")
    .option("--bail [n]", "stop after N failures (default: 1)")
    .option("--list", "show the cells, the scenarios and an estimate of the time, and run nothing")
    .option("--known <file>", "YAML list of expected failures and unsupported results")
    .option("--again <report>", "only what did not pass in that report, in the same cells")
    // For the tests of the harness: what it sets up in Vault is then wrong on purpose.
    .addOption(new Option("--server-defect <name>").hideHelp())
    .optionsGroup("Results:")
    .option("--out <dir>", "the folder for the reports (default: conformance-report)")
    .option("--sign <key>", "sign the reports with this private key, PEM or JWK")
    .optionsGroup("This machine:")
    .option("--fetch-only", "download what the run needs into the cache, and run nothing")
    .option("--offline", "download nothing")
    .option("--keep", "keep the run's folder, secrets included, and print its path")
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
