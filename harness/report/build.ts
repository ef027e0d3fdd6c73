import { HarnessFault } from "../errors/index.ts";
import type { Cell, Matrix, Program } from "../model/index.ts";
import type {
  CatalogueEntry,
  Failure,
  FailureDetails,
  KnownEntry,
  Report,
  ReportedTemplate,
  Result,
  ScenarioResult,
  Subject,
} from "../model/report/index.ts";
import type { Redactor } from "../redaction/index.ts";
import { assembled } from "./assemble.ts";
import { described, type Group } from "./derived.ts";
import { orderedNotes, resultOrder } from "./order.ts";

/** All that a report is made from. */
export interface ReportInput {
  readonly tool: Program;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly subject: Subject;
  readonly template?: ReportedTemplate | undefined;
  readonly cells: readonly Cell[];
  /** May be the whole catalogue: requirements without a result are left out. */
  readonly catalogue: readonly CatalogueEntry[];
  /** In any order. Whatever was planned and did not come to an end belongs here too, as `error`. */
  readonly results: readonly ScenarioResult[];
  readonly notes?: readonly string[];
  readonly matrix?: Matrix;
  /** What was not run, a sentence each: by a filter, or because a cell was not available. */
  readonly leftOut?: readonly string[];
  /** What is expected to fail or to be unsupported. */
  readonly known?: readonly KnownEntry[] | undefined;
  /** Goes over every text that the user, the subject or a server had a hand in; ids and outcomes stay as they are. */
  readonly redactor?: Redactor;
}

/**
 * Makes a report: results below their requirements, in the order of catalogue and cells whatever order they came in.
 * Requirements that are derived from others are added where this is the whole of a matrix.
 * A failure without details gets the requirement's title and the reason, so that no failure goes without a word.
 * @throws HarnessFault `report.unknown-requirement`, `report.unknown-cell`, `report.twin` (an id twice)
 */
export function buildReport(input: ReportInput): Report {
  checkReferences(input);
  const { matrix, redactor, catalogue } = input;
  const order = resultOrder(input.cells);
  const results = input.results.toSorted(order).map((result) => redacted(result, redactor));
  const { tool, durationMs, subject, template, cells } = input;
  const notes = orderedNotes(
    [...(input.notes ?? []), ...results.flatMap(notesOf)],
    catalogue.map(({ id }) => id),
  );
  const leftOut = [...(input.leftOut ?? []), ...absences(results)];
  const byRequirement = Map.groupBy(results, ({ requirement }) => requirement);
  const startedAt = input.startedAt.toISOString();
  const { partial, ...content } = assembled({
    startedAt,
    groups: catalogue.map((entry) => groupOf(entry, byRequirement.get(entry.id) ?? [])),
    cells,
    catalogue,
    known: input.known,
    derives: matrix !== undefined && matrix.shard === undefined,
    matrix,
    leftOut: redactor?.value(leftOut) ?? leftOut,
  });
  return {
    schemaVersion: 2,
    tool,
    startedAt,
    durationMs: Math.round(durationMs),
    subject: redactor === undefined ? subject : redactedSubject(subject, redactor),
    ...(template !== undefined && { template: redactor?.value(template) ?? template }),
    cells,
    ...content,
    ...(notes.length > 0 && { notes: redactor?.value(notes) ?? notes }),
    ...(partial !== undefined && { partial }),
  };
}

/** What was planned and has no result, a sentence each. */
function absences(results: readonly ScenarioResult[]): readonly string[] {
  const absent = results.filter((result) => result.absent);
  return absent.map(({ requirement, scenario, token, cell }) => {
    const kind = token === "none" ? "" : ` with ${token} token`;
    return `${requirement} (${scenario})${kind} gave no result in ${cell}.`;
  });
}

function redactedSubject({ source, ignored, ...subject }: Subject, redactor: Redactor): Subject {
  return {
    source: redactor.text(source),
    ...subject,
    ...(ignored !== undefined && { ignored: redactor.value(ignored) }),
  };
}

function notesOf({ requirement, notes = [] }: ScenarioResult): readonly string[] {
  return notes.map((note) => `${requirement}: ${note}`);
}

function checkReferences({ catalogue, cells, results }: ReportInput): void {
  const requirements = idsOf(catalogue, "requirement");
  const known = idsOf(cells, "cell");
  for (const { requirement, blockedBy = requirement, cell, scenario } of results) {
    const unknown = [requirement, blockedBy].find((id) => !requirements.has(id));
    if (unknown !== undefined) throw unknownReference("requirement", unknown, scenario);
    if (!known.has(cell)) throw unknownReference("cell", cell, scenario);
  }
}

function idsOf(entries: readonly { readonly id: string }[], what: string): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { id } of entries) {
    if (ids.has(id)) throw new HarnessFault("report.twin", `The ${what} ${id} occurs twice.`, reportIt, { id });
    ids.add(id);
  }
  return ids;
}

const reportIt = "This is a defect of the harness: please report it with the command that you ran.";

function unknownReference(what: "requirement" | "cell", id: string, scenario: string): HarnessFault {
  const problem = `A result of the scenario ${scenario} names the ${what} ${id}, which the run does not have.`;
  return new HarnessFault(`report.unknown-${what}`, problem, reportIt, { id, scenario });
}

function redacted(result: ScenarioResult, redactor: Redactor | undefined): ScenarioResult {
  if (redactor === undefined) return result;
  const { reason, failure, ...rest } = result;
  return {
    ...rest,
    ...(reason !== undefined && { reason: redactor.text(reason) }),
    ...(failure !== undefined && { failure: redactor.value(failure) }),
  };
}

function groupOf(entry: CatalogueEntry, results: readonly ScenarioResult[]): Group {
  return {
    entry: described(entry),
    results: results.map(plainResult),
    failures: results.flatMap((one) => failureOf(entry, one)),
  };
}

function plainResult({ scenario, token, cell, outcome, durationMs, reason, blockedBy }: ScenarioResult): Result {
  return {
    ...{ scenario, token, cell, outcome, durationMs: Math.round(durationMs) },
    ...(reason !== undefined && { reason }),
    ...(blockedBy !== undefined && { blockedBy }),
  };
}

function failureOf(entry: CatalogueEntry, result: ScenarioResult): readonly Failure[] {
  const { requirement, scenario, token, cell, outcome } = result;
  if (outcome !== "fail" && outcome !== "error") return [];
  const { expected, observed, diagnosis, evidence } = result.failure ?? undetailed(entry, result);
  return [{ requirement, scenario, token, cell, outcome, expected, observed, diagnosis, evidence }];
}

function undetailed({ title }: CatalogueEntry, { outcome, reason }: ScenarioResult): FailureDetails {
  return {
    expected: title,
    observed: reason ?? "The scenario ended without saying what it observed.",
    diagnosis: outcome === "error" ? "The harness could not tell whether this holds." : "",
    evidence: {},
  };
}
