import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { exitStatus, HarnessError, HarnessFault } from "../../harness/errors/index.ts";
import { type Outcome, parseReport, type RequirementReport } from "../../harness/report/index.ts";
import { packageFolder } from "../../harness/run/index.ts";

/** What the command line made of a module. */
export interface Conformance {
  readonly exitCode: number | undefined;
  readonly requirements: readonly RequirementReport[];
  /** What it said on standard error. */
  readonly said: string;
}

/**
 * Runs the command line on a module as a user would.
 *
 * @throws HarnessFault `mutants.no-report` with what it said when it wrote no report; HarnessError `interrupted`
 */
export async function conform(
  moduleFolder: string,
  options: readonly string[],
  cancelSignal: AbortSignal = never,
): Promise<Conformance> {
  await using out = await mkdtempDisposable(join(tmpdir(), "mutants-report-"));
  const args = ["run", "--runtime", "process", "--module", moduleFolder, "--out", out.path, ...options];
  const ended = await execa(process.execPath, ["bin/vault-jwt-conformance.cjs", ...args], {
    cwd: packageFolder,
    // Each run loads the same program: a fifth of its time.
    env: { NODE_COMPILE_CACHE: join(packageFolder, "node_modules/.cache/node") },
    cancelSignal,
    reject: false,
  });
  if (cancelSignal.aborted) throw interrupted();
  const file = join(out.path, "report.json");
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) {
    throw new HarnessFault(
      "mutants.no-report",
      `The command line wrote no report (exit status ${ended.exitCode}): ${ended.stderr}`,
      "Run it by hand with the same options.",
      { args },
    );
  }
  return { exitCode: ended.exitCode, requirements: parseReport(text, file).requirements, said: ended.stderr };
}

const never = new AbortController().signal;

function interrupted(): HarnessError {
  return new HarnessError(
    "interrupted",
    "Interrupted.",
    "Run the remaining mutants with --only.",
    exitStatus.interrupted,
  );
}

/**
 * The outcome that counts for a mutant, `undefined` for a requirement that was not asked for. Unlike in a report, an
 * error beside a failure is an error: nothing is proved by a run in which the harness could not tell.
 */
export function outcomeIn({ requirements }: Conformance, id: string): Outcome | undefined {
  const outcomes = requirements.find((one) => one.id === id)?.results.map((result) => result.outcome) ?? [];
  const [first] = outcomes;
  return (["error", "fail"] as const).find((outcome) => outcomes.includes(outcome)) ?? first;
}
