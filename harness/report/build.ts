import { HarnessFault } from "../errors/index.ts";
import { withDerived } from "./derived.ts";
import { outcomeOf, summarise } from "./outcome.ts";
import { gapsIn } from "./partial.ts";
import type { Redactor } from "./redaction/index.ts";
import type {
  CatalogueEntry,
  Cell,
  Failure,
  FailureDetails,
  Matrix,
  Program,
  Report,
  RequirementReport,
  Result,
  ScenarioResult,
  Subject,
  TokenKind,
} from "./types.ts";

/** All that a report is made from. */
export interface ReportInput {
  readonly tool: Program;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly subject: Subject;
  readonly cells: readonly Cell[];
  /** May be the whole catalogue: requirements without a result are left out. */
  readonly catalogue: readonly CatalogueEntry[];
  /** In any order. Whatever was planned and did not come to an end belongs here too, as `error`. */
  readonly results: readonly ScenarioResult[];
  readonly notes?: readonly string[];
  readonly matrix?: Matrix;
  /** What was not run, a sentence each: by a filter, or because a cell could not be had. */
  readonly leftOut?: readonly string[];
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
  const { matrix, redactor } = input;
  const played = inOrder(input).map((result) => redacted(result, redactor));
  const isWhole = matrix !== undefined && matrix.shard === undefined;
  const results = isWhole ? withDerived(played, input.catalogue) : played;
  const requirements = input.catalogue
    .map((entry) => requirementReport(entry, results))
    .filter((requirement) => requirement.results.length > 0);
  const { tool, durationMs, subject, cells } = input;
  const notes = [...(input.notes ?? []), ...notesOf(results)];
  const leftOut = [...new Set([...(input.leftOut ?? []), ...gapsIn({ matrix, requirements })])];
  return {
    schemaVersion: 1,
    tool,
    startedAt: input.startedAt.toISOString(),
    durationMs: Math.round(durationMs),
    subject: { ...subject, source: redactor?.text(subject.source) ?? subject.source },
    cells,
    requirements,
    failures: input.catalogue.flatMap((entry) => failuresOf(entry, results)),
    summary: summarise(requirements.flatMap((requirement) => requirement.results)),
    ...(notes.length > 0 && { notes: redactor?.value(notes) ?? notes }),
    ...(matrix !== undefined && { matrix }),
    ...(leftOut.length > 0 && { partial: redactor?.value(leftOut) ?? leftOut }),
  };
}

/** Each once: most are the same with both tokens and in every cell. */
function notesOf(results: readonly ScenarioResult[]): readonly string[] {
  return [...new Set(results.flatMap(({ requirement, notes = [] }) => notes.map((note) => `${requirement}: ${note}`)))];
}

function checkReferences({ catalogue, cells, results }: ReportInput): void {
  const requirements = idsOf(catalogue, "requirement");
  const known = idsOf(cells, "cell");
  for (const { requirement, cell, scenario } of results) {
    if (!requirements.has(requirement)) throw unknownReference("requirement", requirement, scenario);
    if (!known.has(cell)) throw unknownReference("cell", cell, scenario);
  }
}

function idsOf(entries: readonly { readonly id: string }[], what: string): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { id } of entries) {
    if (ids.has(id)) throw new HarnessFault("report.twin", `The ${what} ${id} is there twice.`, reportIt, { id });
    ids.add(id);
  }
  return ids;
}

const reportIt = "This is a defect of the harness: please report it with the command that you ran.";

function unknownReference(what: "requirement" | "cell", id: string, scenario: string): HarnessFault {
  const problem = `A result of the scenario ${scenario} names the ${what} ${id}, which the run does not have.`;
  return new HarnessFault(`report.unknown-${what}`, problem, reportIt, { id, scenario });
}

const tokenOrder: readonly TokenKind[] = ["oidc", "custom", "none"];

function inOrder({ cells, results }: ReportInput): readonly ScenarioResult[] {
  const places = new Map(cells.map(({ id }, place) => [id, place]));
  const cellPlace = ({ cell }: ScenarioResult): number => places.get(cell) ?? 0;
  const tokenPlace = ({ token }: ScenarioResult): number => tokenOrder.indexOf(token);
  return results.toSorted(
    (a, b) => cellPlace(a) - cellPlace(b) || compare(a.scenario, b.scenario) || tokenPlace(a) - tokenPlace(b),
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
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

function requirementReport(entry: CatalogueEntry, all: readonly ScenarioResult[]): RequirementReport {
  const results = all.filter(({ requirement }) => requirement === entry.id).map(plainResult);
  const { id, title, profile } = entry;
  return { id, title, profile, outcome: outcomeOf(results.map(({ outcome }) => outcome)), results };
}

function plainResult({ scenario, token, cell, outcome, durationMs, reason }: ScenarioResult): Result {
  const result = { scenario, token, cell, outcome, durationMs: Math.round(durationMs) };
  return reason === undefined ? result : { ...result, reason };
}

function failuresOf(entry: CatalogueEntry, all: readonly ScenarioResult[]): readonly Failure[] {
  return all
    .filter(({ requirement }) => requirement === entry.id)
    .flatMap((result) => {
      const { requirement, scenario, token, cell, outcome } = result;
      if (outcome !== "fail" && outcome !== "error") return [];
      const { expected, observed, diagnosis, evidence } = result.failure ?? undetailed(entry, result);
      return [{ requirement, scenario, token, cell, outcome, expected, observed, diagnosis, evidence }];
    });
}

function undetailed({ title }: CatalogueEntry, { outcome, reason }: ScenarioResult): FailureDetails {
  return {
    expected: title,
    observed: reason ?? "The scenario ended without saying what it saw.",
    diagnosis: outcome === "error" ? "The harness could not tell whether this holds." : "",
    evidence: {},
  };
}
