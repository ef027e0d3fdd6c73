import { type ExcusePlace, isExpired, isMeant, judge, requirementsOf, termsOf } from "../excuses/index.ts";
import type { Cell } from "../model/index.ts";
import type { Outcome, Report, Result } from "../model/report/index.ts";
import { shellWord } from "../text/index.ts";
import { reasonsOfCells } from "./reasons-of-cells.ts";
import { type GivenReport, reasonsOfReports, type Subject } from "./reasons-of-reports.ts";
import { reasonsOfResults } from "./reasons-of-results.ts";
import { demandsOf, excusesOf, type PolicyExcuse } from "./selection.ts";
import type { CatalogueItem, Decision, Judged, MatchedCell, Owed, Policy, Reason } from "./types.ts";

/** All that a decision is made from. */
export interface DecisionInput {
  readonly policy: Policy;
  readonly reports: readonly GivenReport[];
  /** Whether every report must be signed, whatever the policy says. */
  readonly requireSigned?: boolean;
  readonly catalogue: readonly CatalogueItem[];
  /** The module to publish; without it, the gate does not check which files the reports are about. */
  readonly subject?: Subject;
  readonly now: Date;
}

/**
 * Decides by a policy from what the reports' results are, and nothing else that the reports claim. Accepts only where no
 * reason is found against it.
 */
export function decide(input: DecisionInput): Decision {
  const { policy, reports, catalogue, now } = input;
  const found = new Map(reports.flatMap(({ report }) => resultsByKey(report)));
  const listed = new Map(reports.flatMap(({ report }) => report.cells.map((cell) => [cell.id, cell] as const)));
  const cells = matchedCells(policy, [...listed.values()]);
  const owed = owedResults(input, cells, found);
  const excuses = excusesOf(policy);
  const { excused } = judge({
    entries: excuses,
    allows: ({ list }) => (list === "waivers" ? ["fail", "blocked", "unsupported"] : ["unsupported"]),
    requirements: [...Map.groupBy(owed, ({ requirement }) => requirement)].map(([id, results]) => ({ id, results })),
    cells: [...listed.values()],
    on: now,
  });
  const judged = owed.map((one) => judgedBy(excused.get(one), one));
  const asked = new Set(judged.map(keyOf));
  const reasons = [
    ...reasonsOfReports(input),
    ...missingCells(policy, cells),
    ...reasonsOfCells(policy, cells, listed),
    ...expiredEntries(excuses, now),
    ...reasonsOfResults(
      judged,
      reports.map(({ report }) => report),
      catalogue,
    ),
    ...nothingShown(judged),
  ];
  return {
    accepted: reasons.length === 0,
    reasons,
    cells,
    judged,
    skipped: [...found].flatMap(([key, result]) => (asked.has(key) ? [] : [result])),
    notes: notesOf(excuses, new Set([...excused.values()].map(({ entry }) => entry)), now),
  };
}

type Due = Owed & Pick<Judged, "outcome" | "blockedBy"> & { readonly reason?: string };
type Found = Due & { readonly outcome: Outcome };

function resultsByKey({ requirements }: Report): readonly (readonly [string, Found])[] {
  return requirements.flatMap(({ id, results }) =>
    results.map((result) => [keyOf({ requirement: id, ...result }), foundOf(id, result)] as const),
  );
}

function foundOf(requirement: string, { durationMs: _, ...result }: Result): Found {
  return { requirement, ...result };
}

function keyOf({ requirement, scenario, token, cell }: Owed): string {
  return JSON.stringify([requirement, scenario, token, cell]);
}

function matchedCells(policy: Policy, cells: readonly Cell[]): readonly MatchedCell[] {
  return Object.entries(policy.cells).map(([name, pattern]) => ({
    name,
    ids: cells.filter((cell) => isMeant(cell, pattern)).map(({ id }) => id),
  }));
}

/** Each required result once, even if several of the policy's cells match its cell. */
function owedResults(
  { policy, catalogue }: DecisionInput,
  cells: readonly MatchedCell[],
  found: ReadonlyMap<string, Found>,
): readonly Due[] {
  const ids = new Map(cells.map(({ name, ids }) => [name, ids]));
  const owed = demandsOf(policy, catalogue).flatMap(({ item, token, cell }) =>
    (ids.get(cell) ?? []).flatMap((id) =>
      item.scenarios.map((scenario): Owed => ({ requirement: item.id, scenario, token, cell: id })),
    ),
  );
  const byKey = new Map(owed.map((one) => [keyOf(one), one]));
  return [...byKey].map(([key, one]) => found.get(key) ?? { ...one, outcome: "absent" });
}

function judgedBy(place: ExcusePlace<PolicyExcuse, Due> | undefined, { reason, ...due }: Due): Judged {
  if (place !== undefined) {
    const { list, reason: because } = place.entry;
    return { ...due, judgement: list === "waivers" ? "waived" : "may be unsupported", because };
  }
  const judgement = due.outcome === "pass" ? "passes" : "refused";
  return { ...due, judgement, ...(reason !== undefined && { because: reason }) };
}

function missingCells(policy: Policy, cells: readonly MatchedCell[]): readonly Reason[] {
  return cells
    .filter(({ ids }) => ids.length === 0)
    .map(({ name }) => {
      const { origin: _, isolation: __, ...meant } = policy.cells[name] ?? {};
      const pattern = Object.entries(meant);
      const wanted = pattern.map(([field, word]) => `${field} ${word}`).join(", ") || "any";
      const options = pattern.flatMap(([field, word]) => [`--${field}`, shellWord(word)]);
      const command = ["npx", "vault-jwt-conformance", "run", ...options].join(" ");
      const isPlain = pattern.every(([field, word]) => field !== "cli" && /^[\w-]+(?:@\d+\.\d+\.\d+)?$/.test(word));
      const enough = isPlain ? `Add the report of: ${command}` : `Add the report of a run in such a cell: ${wanted}.`;
      return { code: "cell.absent", problem: `No report has the cell ${name} (${wanted}).`, enough };
    });
}

function expiredEntries(excuses: readonly PolicyExcuse[], now: Date): readonly Reason[] {
  return excuses
    .filter((excuse) => isExpired(excuse, now))
    .map(({ list, owner, expires, reason, ...excuse }) => {
      const [code, what] = list === "waivers" ? ["waiver", "waiver of"] : [list, "entry of `unsupported` for"];
      const whose = owner === undefined ? "" : `its owner is ${owner}, `;
      return {
        code: `${code}.expired`,
        problem: `The ${what} ${requirementsOf(excuse).join(", ")} expired on ${expires}; ${whose}its reason: ${reason}`,
        enough: `${owner ?? "Its author"} must remove it from the policy, or give it another date.`,
      };
    });
}

function nothingShown(judged: readonly Judged[]): readonly Reason[] {
  if (judged.some(({ judgement }) => judgement === "passes")) return [];
  const problem = "No result that the policy requires passed.";
  return [{ code: "nothing-passed", problem, enough: "Add a report in which a required result passes." }];
}

function notesOf(excuses: readonly PolicyExcuse[], used: ReadonlySet<PolicyExcuse>, now: Date): readonly string[] {
  return excuses
    .filter((excuse) => excuse.list === "waivers" && !isExpired(excuse, now))
    .map((waiver) => {
      const about = `The waiver of ${requirementsOf(waiver).join(", ")} (${termsOf(waiver)})`;
      return used.has(waiver) ? `${about} was needed.` : `${about} was not needed.`;
    });
}
