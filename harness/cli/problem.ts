import { type ExitStatus, exitStatus, HarnessError } from "../errors/index.ts";
import { createRedactor } from "../redaction/index.ts";
import { visible, withoutCommands } from "../text/index.ts";

/**
 * Says on standard error what is wrong and what to do, and gives the exit status. Several mistakes come as an
 * `AggregateError` of {@link HarnessError}s.
 */
export function explain(error: unknown, verbose: boolean): ExitStatus {
  if (error instanceof AggregateError && error.errors.every((one) => one instanceof HarnessError)) {
    const statuses = error.errors.map((one) => explain(one, verbose));
    return statuses[0] ?? exitStatus.harnessFailed;
  }
  const known = error instanceof HarnessError ? error : unknownFault(error);
  process.stderr.write(printed(`${sentence(known.message)}\n${known.remedy}\n`));
  if (verbose && error instanceof Error) process.stderr.write(printed(`${error.stack ?? ""}\n`));
  return known.status;
}

const full = new Set(["ENOSPC", "EDQUOT"]);

function unknownFault(error: unknown): Pick<HarnessError, "message" | "remedy" | "status"> {
  const said = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && "code" in error && full.has(String(error.code))) {
    const remedy = "Make room, or name another folder with TMPDIR.";
    return { message: `There is no space left on the disk: ${said}`, remedy, status: exitStatus.cannotRunHere };
  }
  const remedy = "Run again with --verbose and report this as a defect of the harness.";
  return { message: `The harness itself failed: ${said}`, remedy, status: exitStatus.harnessFailed };
}

function printed(text: string): string {
  return withoutCommands(visible(createRedactor().text(text)));
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
