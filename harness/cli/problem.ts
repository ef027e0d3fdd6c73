import { type ExitStatus, exitStatus, HarnessError } from "../errors/index.ts";

/** Says on standard error what is wrong and what to do, and gives the exit status. */
export function explain(error: unknown, verbose: boolean): ExitStatus {
  if (error instanceof HarnessError) {
    process.stderr.write(`${error.message}\n${error.remedy}\n`);
    if (verbose) process.stderr.write(`${error.stack ?? ""}\n`);
    return error.status;
  }
  const said = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `The harness itself failed: ${said}\nRun again with --verbose and report this as a defect of the harness.\n`,
  );
  if (verbose && error instanceof Error) process.stderr.write(`${error.stack ?? ""}\n`);
  return exitStatus.harnessFailed;
}
