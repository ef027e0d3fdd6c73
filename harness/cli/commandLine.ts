import { Command, CommanderError, Option } from "commander";
import { type ExitStatus, exitStatus, WrongInput } from "../errors/index.ts";
import { clean } from "./clean.ts";
import { doctor } from "./doctor.ts";
import { list } from "./list.ts";
import { explain } from "./problem.ts";
import { type RunOptions, run } from "./run.ts";
import { toolVersion } from "./version.ts";

const collect = (value: string, before: readonly string[] = []) => [...before, value];

/** Runs one command to its end and gives its exit status. */
export async function runCommandLine(args: readonly string[]): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.conforms;
  const program = createProgram((ended) => {
    status = ended;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exitStatus.conforms;
      return explain(usageProblem(error), args.includes("--verbose"));
    }
    return explain(error, args.includes("--verbose"));
  }
}

function usageProblem(error: CommanderError): WrongInput {
  const said = error.message.replace(/^error: /, "").replace(/\.$/, "");
  return new WrongInput(error.code, `The command line is wrong: ${said}.`, "See `vault-jwt-conformance --help`.");
}

function createProgram(end: (status: ExitStatus) => void): Command {
  const program = new Command("vault-jwt-conformance")
    .description("Proves against real servers what a version of Coder's vault-jwt module does.")
    .version(toolVersion)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  addRun(program, end);
  program
    .command("list")
    .description("requirements and their scenarios")
    .option("--json", "as JSON")
    .action(async (options: { json?: boolean }) => end(await list(options.json ?? false)));
  program
    .command("doctor")
    .description("what is here, what would be used, what is missing and how to get it")
    .option("--offline", "ask nobody")
    .action(async (options: { offline?: boolean }) => end(await doctor(options.offline ?? false)));
  program
    .command("clean")
    .description("removes what earlier runs left behind")
    .action(async () => end(await clean()));
  for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => {} });
  return program;
}

function addRun(program: Command, end: (status: ExitStatus) => void): void {
  program
    .command("run", { isDefault: true })
    .description("runs the scenarios against a module and writes the reports")
    .option("--module <dir>", "the module under test (default: the one in module/)")
    .option("--server <name@version>", "vault@1.13.1, openbao@2.7.2, …; again for another cell", collect)
    .option("--vault-binary <path>", "the server's own executable")
    .addOption(
      new Option("--runtime <kind>", "where servers and workspaces live")
        .choices(["auto", "docker", "process"])
        .default("auto"),
    )
    .option("--profile <name>", "core, namespaces, hardened or portable; may be repeated", collect)
    .option("--only <id-or-glob>", "requirements or scenarios, such as LOGIN-* ; may be repeated", collect)
    .addOption(new Option("--token <kind>", "only this kind of token").choices(["oidc", "custom"]))
    .option("--terraform <tool>", "terraform, terraform@V, tofu or tofu@V", "terraform")
    .option("--agent <name>", "the workspace's image; may be repeated", collect)
    .option("--providers <dir>", "a mirror of Terraform providers that is asked first")
    .addOption(
      new Option("--cli-archives <kind>", "what the release server serves")
        .choices(["auto", "genuine", "stand-in"])
        .default("auto"),
    )
    .option("--jobs <n>", "scenarios at the same time")
    .option("--shard <i/n>", "only this part of the scenarios")
    .option("--out <dir>", "where the reports go", "conformance-report")
    .option("--offline", "fetch nothing")
    .option("--keep", "keep the run's folder")
    .option("--verbose", "show stacks and every step")
    .action(async (options: RunOptions) => end(await run(options)));
}
