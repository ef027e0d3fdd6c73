import type { SerializedError } from "vitest";
import type { Reporter, TestCase, TestModule } from "vitest/node";
import type { ScenarioResult } from "../../model/report/index.ts";
import { scenarioName } from "../../plan/index.ts";
import type { Secret } from "../../redaction/index.ts";

/** Hears of every scenario as it begins and ends. */
export interface ScenarioListener {
  began(name: string, cell: string): void;
  ended(name: string, result: RunResult): void;
}

/** A result as the report has it, and the name of the subject that it is about. */
export interface RunResult extends ScenarioResult {
  readonly subject: string;
  /** What the scenario has made or seen. It is in no report. */
  readonly secrets?: readonly Secret[];
}

/** A result with the scenario file, by its absolute path, that it came from. */
export interface CollectedResult extends RunResult {
  readonly file: string;
}

/** Vitest's results as the report has them. */
export interface ResultCollector extends Reporter {
  readonly results: readonly CollectedResult[];
  /** Every file of every cell, once the run has ended. */
  readonly modules: readonly TestModule[];
  /** What went wrong outside of any test. */
  readonly unhandled: readonly SerializedError[];
  /** Adds what went wrong outside of Vitest. */
  onAccident(error: Error): void;
}

/** Collects what ends; once `stop` is aborted, what Vitest skips has not run. */
export function collectResults(listener: ScenarioListener, stop?: AbortSignal): ResultCollector {
  const results: CollectedResult[] = [];
  const modules: TestModule[] = [];
  const unhandled: SerializedError[] = [];
  return {
    results,
    modules,
    unhandled,
    onAccident({ name, message }) {
      unhandled.push({ name, message });
    },
    onTestRunEnd(ended, errors) {
      modules.push(...ended);
      unhandled.push(...errors);
    },
    onTestCaseReady(test) {
      listener.began(test.name, test.project.name);
    },
    onTestCaseResult(test) {
      if (stop?.aborted && isCutShort(test)) return;
      const result = toResult(test);
      results.push(result);
      listener.ended(test.name, result);
    },
  };
}

/** Whether Vitest did not run it to its end: a scenario that skips says why. */
function isCutShort(test: TestCase): boolean {
  const result = test.result();
  if (result.state === "pending") return true;
  if (result.state !== "skipped" || test.meta().blockedBy !== undefined) return false;
  const note = "note" in result ? result.note : undefined;
  return note === undefined || note === "The test run was aborted by the user.";
}

/** A test's result as the report has it; an error for a test that has not ended. */
export function toResult(test: TestCase): CollectedResult {
  const meta = test.meta();
  const base = {
    file: test.module.moduleId,
    subject: meta.subject ?? "",
    requirement: meta.requirement ?? "",
    scenario: scenarioName(test.module.moduleId),
    token: meta.token ?? "none",
    cell: test.project.name,
    durationMs: Math.round(test.diagnostic()?.duration ?? 0),
    ...(meta.notes === undefined ? {} : { notes: meta.notes }),
    ...(meta.findings === undefined ? {} : { findings: meta.findings }),
    ...(meta.secrets === undefined ? {} : { secrets: meta.secrets }),
  };
  const { state, errors, ...result } = test.result();
  if (state === "passed") return { ...base, outcome: "pass" };
  const { blockedBy } = meta;
  if (state === "skipped") {
    const reason = "note" in result ? (result.note ?? "") : "";
    return blockedBy === undefined
      ? { ...base, outcome: "unsupported", reason }
      : { ...base, outcome: "blocked", blockedBy, reason };
  }
  const reason = errors?.[0]?.message ?? "the scenario did not end";
  if (meta.failure === undefined) return { ...base, outcome: "error", reason };
  const { isVerdict, ...failure } = meta.failure;
  return { ...base, outcome: isVerdict ? "fail" : "error", reason: failure.diagnosis, failure };
}
