import { type Command, CommanderError } from "commander";
import { explain } from "../../harness/cli/problem.ts";
import { exitStatus, WrongInput } from "../../harness/errors/index.ts";

/** Runs a command of this repository to its end, with the harness's exit statuses and its way to explain a mistake. */
export async function runCommand(program: Command): Promise<void> {
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .configureOutput({ writeErr: () => {} })
      .allowExcessArguments(false);
  }
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = error instanceof CommanderError ? usageStatus(error) : explain(error, false);
  }
}

function usageStatus(error: CommanderError): number {
  if (error.exitCode === 0) return exitStatus.conforms;
  const said = error.message
    .replace(/^error: /, "")
    .replace(/\s+/g, " ")
    .replace(/\.$/, "");
  return explain(new WrongInput(error.code, `The command line is wrong: ${said}.`, "See its --help."), false);
}

/** Aborted at SIGINT and SIGTERM. */
export function interruption(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopping.abort());
  return stopping.signal;
}

/** An option that may be repeated. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/**
 * The value of an option that counts something.
 *
 * @throws WrongInput `option.number`
 */
export function wholeNumber(option: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  const problem = `${option} takes a whole number from 1 to 999999999, not ${JSON.stringify(text)}.`;
  throw new WrongInput("option.number", problem, "Leave it out, or write a number such as 2.", { text });
}
