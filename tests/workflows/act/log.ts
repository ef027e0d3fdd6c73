import { z } from "zod";

/** What a job or a step ended with. */
export type Result = "success" | "failure" | "skipped";

/** One step that ended, or was skipped. */
export interface JobStep {
  readonly name: string;
  readonly result: Result;
  /** What it printed. */
  readonly log: string;
}

/** One job, with one combination of its matrix. */
export interface Job {
  readonly id: string;
  readonly result: Result | undefined;
  readonly steps: readonly JobStep[];
  /** What its steps wrote into `GITHUB_OUTPUT`, as `NAME=VALUE`. */
  readonly outputs: readonly string[];
  /** What its page shows. */
  readonly summary: string;
}

const result = z.enum(["success", "failure", "skipped"]);
const entry = z.looseObject({
  jobID: z.string().optional(),
  matrix: z.record(z.string(), z.unknown()).nullish(),
  msg: z.string(),
  level: z.string(),
  raw_output: z.boolean().default(false),
  stepResult: result.optional(),
  jobResult: result.optional(),
  command: z.string().optional(),
  name: z.string().optional(),
  arg: z.string().optional(),
  content: z.string().default(""),
});
type Entry = z.infer<typeof entry>;

/** Reads the jobs out of what act prints with `--json --verbose`, in the order in which they began. */
export function readLog(text: string): readonly Job[] {
  const lines = text.split("\n").filter((line) => line.startsWith("{"));
  const entries = lines.map((line) => entry.parse(JSON.parse(line))).filter(({ jobID }) => jobID !== undefined);
  const jobs = Map.groupBy(entries, ({ jobID, matrix }) => JSON.stringify([jobID, matrix]));
  return [...jobs.values()].map(readJob);
}

function readJob(entries: readonly Entry[]): Job {
  const steps: JobStep[] = [];
  let log = "";
  for (const { msg, level, raw_output: isOutput, stepResult } of entries) {
    if (isOutput || level === "error") log += `${msg.trimEnd()}\n`;
    if (stepResult === undefined) continue;
    steps.push({ name: nameIn(msg), result: stepResult, log });
    log = "";
  }
  return {
    id: entries[0]?.jobID ?? "",
    result: entries.findLast(({ jobResult }) => jobResult !== undefined)?.jobResult,
    steps,
    outputs: entries.flatMap(({ command, name, arg }) => (command === "set-output" ? [`${name}=${arg}`] : [])),
    summary: entries.map(({ command, content }) => (command === "summary" ? content : "")).join(""),
  };
}

/** Of a step that ran act says `Success - Main NAME [1.2s]`, of one that did not `Skipping step 'NAME' due to 'CONDITION'`. */
function nameIn(message: string): string {
  const [, ran, skipped] =
    /(?:Success|Failure) - (?:(?:Pre|Main|Post) )?(.*?)(?: \[[^\]]*\])?$|^Skipping step '(.*)' due to /s.exec(
      message,
    ) ?? [];
  return ran ?? skipped ?? message;
}

/** The steps that did not succeed, with what the failed ones printed, as lines for an assertion. */
export function unsuccessful(jobs: readonly Job[]): readonly string[] {
  return jobs.flatMap(({ id, steps }) =>
    steps
      .filter(({ result: one }) => one !== "success")
      .map(({ name, result: one, log }) => `${id}: ${name}: ${one}${one === "failure" ? `\n${log}` : ""}`),
  );
}
