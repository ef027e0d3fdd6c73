import { type ExitStatus, exitStatus, HarnessError } from "../errors/index.ts";
import { createRedactor } from "../redaction/index.ts";
import { print } from "../text/index.ts";

/**
 * Says on standard error what is wrong and what to do, and gives the exit status. Several mistakes come as an
 * `AggregateError` of {@link HarnessError}s. What went wrong in the clean-up after a mistake is said after it.
 */
export function explain(error: unknown, verbose: boolean): ExitStatus {
  if (error instanceof AggregateError && error.errors.every((one) => one instanceof HarnessError)) {
    const statuses = error.errors.map((one) => explain(one, verbose));
    return statuses[0] ?? exitStatus.harnessFailed;
  }
  if (error instanceof SuppressedError) {
    const status = explain(error.suppressed, verbose);
    explain(error.error, verbose);
    return status;
  }
  const known = error instanceof HarnessError ? error : unknownFault(error);
  print(process.stderr, [...below(sentence(known.message)), ...below(known.remedy)]);
  if (verbose && error instanceof Error) print(process.stderr, below(error.stack ?? ""));
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

/** The lines of a text. What follows the first is indented: it may be in someone else's words, and is no sentence of ours. */
function below(text: string): readonly string[] {
  const [first = "", ...others] = createRedactor().text(text).split("\n");
  return [first, ...others.map((line) => (/^\s/.test(line) || line === "" ? line : `  ${line}`))];
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
