import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { type ExitStatus, exitStatus, HarnessError } from "../../harness/errors/index.ts";
import type { Outcome, Report } from "../../harness/model/report/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { parseReport } from "../../harness/report/index.ts";
import { provenBy } from "./proof.ts";

/** What the command line made of a module. */
export interface Conformance {
  readonly exitCode: number | undefined;
  readonly report: Report;
  /** What it said on standard error. */
  readonly said: string;
}

/**
 * Runs the command line on a module as a user would, on the process runtime unless the options name another.
 *
 * @throws HarnessError `conformance.no-report` with what it said, and its exit status, when it wrote no report, or not
 * within an hour; `interrupted`
 */
export async function conform(
  moduleFolder: string,
  options: readonly string[],
  cancelSignal: AbortSignal = never,
): Promise<Conformance> {
  await using out = await mkdtempDisposable(join(tmpdir(), "conformance-report-"));
  const args = ["run", "--runtime", "process", "--module", moduleFolder, "--out", out.path, ...options];
  const ended = await execa(process.execPath, ["bin/vault-jwt-conformance.cjs", ...args], {
    cwd: packageFolder,
    cancelSignal,
    timeout: anHour,
    reject: false,
  });
  if (cancelSignal.aborted) throw interrupted();
  const file = join(out.path, "report.json");
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) throw noReport(args, ended);
  return { exitCode: ended.exitCode, report: parseReport(text, file), said: ended.stderr };
}

const never = new AbortController().signal;
const anHour = 3_600_000;

function interrupted(): HarnessError {
  return new HarnessError(
    "interrupted",
    "Interrupted; nothing was written.",
    "Run it again, or only a part of it with --only.",
    exitStatus.interrupted,
  );
}

function noReport(
  args: readonly string[],
  { exitCode, stderr }: { readonly exitCode?: number; readonly stderr: string },
): HarnessError {
  const passedOn: readonly ExitStatus[] = [exitStatus.wrongInput, exitStatus.cannotRunHere];
  return new HarnessError(
    "conformance.no-report",
    `The command line wrote no report (exit status ${exitCode}): ${stderr.trim()}`,
    "Run it by hand with the same options.",
    passedOn.find((status) => status === exitCode) ?? exitStatus.harnessFailed,
    { args },
  );
}

/** What a report proves of a requirement, `undefined` of one that was not asked for. */
export function outcomeIn({ report }: Conformance, id: string): Outcome | undefined {
  const requirement = report.requirements.find((one) => one.id === id);
  return provenBy(requirement?.results.map(({ outcome }) => outcome) ?? []);
}
