import { isMeant, isNamed } from "../excuses/index.ts";
import type { Cell, Outcome, Report, Result } from "../model/index.ts";
import { shellWord } from "../text/index.ts";
import { reasonsOfCells } from "./reasons-of-cells.ts";
import { type GivenReport, reasonsOfReports, type Subject } from "./reasons-of-reports.ts";
import { reasonsOfResults } from "./reasons-of-results.ts";
import { covers, demandsOf, type Place } from "./selection.ts";
import type { CatalogueItem, Decision, Judged, MatchedCell, Owed, Policy, Reason, Waiver } from "./types.ts";

/** All that a decision is made from. */
export interface DecisionInput {
  readonly policy: Policy;
  readonly reports: readonly GivenReport[];
  /** Whether every report must be signed, whatever the policy says. */
  readonly requireSigned?: boolean;
  readonly catalogue: readonly CatalogueItem[];
  /** The module that is to be published; without it nothing is known of what the reports are about. */
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
  const judged = judgedResults(input, cells, found);
  const asked = new Set(judged.map(keyOf));
  const reasons = [
    ...reasonsOfReports(input),
    ...missingCells(policy, cells),
    ...reasonsOfCells(policy, cells, listed),
    ...expiredWaivers(policy, now),
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
    notes: [...notesOf(policy, judged, now)],
  };
}

type Found = Owed & { readonly outcome: Outcome; readonly reason?: string };

function resultsByKey({ requirements }: Report): readonly (readonly [string, Found])[] {
  return requirements.flatMap(({ id, results }) =>
    results.map((result) => [keyOf({ requirement: id, ...result }), foundOf(id, result)] as const),
  );
}

function foundOf(requirement: string, { scenario, token, cell, outcome, reason }: Result): Found {
  return { requirement, scenario, token, cell, outcome, ...(reason === undefined ? {} : { reason }) };
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

/** Each result that is owed, once, however many of the policy's cells mean its cell. */
function judgedResults(
  input: DecisionInput,
  cells: readonly MatchedCell[],
  found: ReadonlyMap<string, Found>,
): readonly Judged[] {
  const ids = new Map(cells.map(({ name, ids }) => [name, ids]));
  const names = (id: string) => cells.filter((cell) => cell.ids.includes(id)).map(({ name }) => name);
  const meanings = new Map(cells.flatMap((cell) => cell.ids).map((id) => [id, names(id)]));
  const judged = new Map<string, Judged>();
  for (const { item, token, cell } of demandsOf(input.policy, input.catalogue)) {
    for (const id of ids.get(cell) ?? []) {
      const excuses = excusesFor(input, { item, token, cells: meanings.get(id) ?? [] });
      for (const scenario of item.scenarios) {
        const owed = { requirement: item.id, scenario, token, cell: id };
        const key = keyOf(owed);
        if (!judged.has(key)) judged.set(key, judge(owed, found.get(key), excuses));
      }
    }
  }
  return [...judged.values()];
}

interface Excuses {
  readonly unsupported: string | undefined;
  readonly waived: string | undefined;
}

function excusesFor({ policy, now }: DecisionInput, place: Place): Excuses {
  const allowance = policy.unsupported?.find((one) => covers(one, place));
  const waiver = policy.waivers?.find((one) => !isExpired(one, now) && covers(one, place));
  return { unsupported: allowance?.reason, waived: waiver?.reason };
}

function judge(owed: Owed, result: Found | undefined, { unsupported, waived }: Excuses): Judged {
  const { outcome = "absent", reason } = result ?? {};
  const is = (judgement: Judged["judgement"], because = reason): Judged => ({
    ...owed,
    outcome,
    judgement,
    ...(because === undefined ? {} : { because }),
  });
  if (outcome === "pass") return is("passes");
  if (outcome === "unsupported" && unsupported !== undefined) return is("may be unsupported", unsupported);
  if ((outcome === "unsupported" || outcome === "fail") && waived !== undefined) return is("waived", waived);
  return is("refused");
}

function isExpired({ expires }: Waiver, now: Date): boolean {
  return now.toISOString().slice(0, 10) > expires;
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
      const enough = isPlain ? `The report of: ${command}` : `A report of a run in such a cell: ${wanted}.`;
      return { code: "cell.absent", problem: `No report has the cell ${name} (${wanted}).`, enough };
    });
}

function expiredWaivers({ waivers = [] }: Policy, now: Date): readonly Reason[] {
  return waivers
    .filter((waiver) => isExpired(waiver, now))
    .map(({ requirements, owner, expires, reason }) => ({
      code: "waiver.expired",
      problem: `The waiver of ${requirements.join(", ")} expired on ${expires}; its owner is ${owner}, its reason: ${reason}`,
      enough: `${owner} takes it out of the policy, or gives it another date.`,
    }));
}

function nothingShown(judged: readonly Judged[]): readonly Reason[] {
  if (judged.some(({ judgement }) => judgement === "passes")) return [];
  const problem = "Nothing that the policy asks for has passed.";
  return [{ code: "nothing-passed", problem, enough: "A report in which something that it asks for passes." }];
}

function* notesOf({ waivers = [] }: Policy, judged: readonly Judged[], now: Date): Iterable<string> {
  for (const { requirements, owner, expires } of waivers.filter((waiver) => !isExpired(waiver, now))) {
    const isUsed = judged.some(
      ({ requirement, judgement }) => judgement === "waived" && requirements.some((word) => isNamed(requirement, word)),
    );
    const about = `The waiver of ${requirements.join(", ")} (${owner}, until ${expires})`;
    yield isUsed ? `${about} was needed.` : `${about} was not needed.`;
  }
}
