import {
  type Failure,
  isBad,
  type Outcome,
  type Report,
  type RequirementReport,
  type Result,
  type ResultKey,
  type TokenKind,
} from "../model/report/index.ts";
import { listed } from "../text/index.ts";
import { judgedByKnown } from "../verdict/index.ts";

const shownPlaces = 6;

/** Failures of one scenario in the same words, with other tokens or in other cells. */
export interface SameFailures {
  /** The first of them; its evidence stands for all. */
  readonly failure: Failure;
  readonly all: readonly Failure[];
}

/** A result that is blocked, with its requirement. */
export interface BlockedResult {
  readonly requirement: RequirementReport;
  readonly result: Result;
}

/** A requirement that a reader has to deal with, and what that settles too. */
export interface Cause {
  readonly id: string;
  /** Left out where the report has no result of it. */
  readonly requirement: RequirementReport | undefined;
  readonly failures: readonly SameFailures[];
  /** Results that it blocks. */
  readonly blocked: readonly BlockedResult[];
  /** Requirements without a scenario of their own that come to what they do because of it. */
  readonly derived: readonly string[];
}

/**
 * What a reader has to deal with, each once, in the report's order: requirements that failed or that the harness could not tell,
 * and those that block others, whatever came of them. What is derived stands with the first of what it follows from, and what the
 * list of known failures expects is left out.
 */
export function newCausesOf(report: Report): readonly Cause[] {
  const known = knownIn(report);
  return causesAmong(report, (key) => !known.has(keyOf(key)));
}

/** {@link newCausesOf}, but of what the list of known failures expects alone. */
export function knownCausesOf(report: Report): readonly Cause[] {
  const known = knownIn(report);
  return known.size === 0 ? [] : causesAmong(report, (key) => known.has(keyOf(key)));
}

function knownIn(report: Report): ReadonlySet<string> {
  const { excused } = judgedByKnown(report);
  return new Set([...excused.values()].map(({ requirement, result }) => keyOf({ ...result, requirement })));
}

type Key = Pick<Failure, "requirement" | keyof ResultKey>;

function causesAmong(report: Report, isMeant: (key: Key) => boolean): readonly Cause[] {
  const byId = new Map(report.requirements.map((requirement) => [requirement.id, requirement]));
  const failures = Map.groupBy(report.failures.filter(isMeant), ({ requirement }) => requirement);
  const homes = homesOf(report.requirements, byId);
  const own = report.requirements.filter(({ id }) => !homes.has(id));
  const stopped = own
    .flatMap(blockedIn)
    .filter(({ requirement, result }) => isMeant({ ...result, requirement: requirement.id }));
  const blocked = Map.groupBy(stopped, ({ result }) => result.blockedBy ?? "");
  const derived = Map.groupBy(homes.keys(), (id) => homes.get(id) ?? "");
  const ids = [...own.map(({ id }) => id), ...blocked.keys()];
  return [...new Set(ids)]
    .filter((id) => failures.has(id) || blocked.has(id))
    .map((id) => ({
      id,
      requirement: byId.get(id),
      failures: sameFailures(failures.get(id) ?? []),
      blocked: blocked.get(id) ?? [],
      derived: derived.get(id) ?? [],
    }));
}

function keyOf({ requirement, scenario, token, cell }: Key): string {
  return JSON.stringify([requirement, scenario, token, cell]);
}

function blockedIn(requirement: RequirementReport): readonly BlockedResult[] {
  return requirement.results.filter(({ outcome }) => outcome === "blocked").map((result) => ({ requirement, result }));
}

type ById = ReadonlyMap<string, RequirementReport>;

/** For each requirement that is derived and did not pass, the one that it is told with. */
function homesOf(requirements: readonly RequirementReport[], byId: ById): ReadonlyMap<string, string> {
  const homes = new Map<string, string>();
  for (const { id, outcome, derivedFrom = [] } of requirements) {
    if (!isBad(outcome)) continue;
    const sources = derivedFrom.flatMap((source) => (source === id ? [] : (byId.get(source) ?? [])));
    const culprit = sources.find((source) => source.derivedFrom === undefined && source.outcome === outcome);
    const home = outcome === "blocked" ? culprit?.results.find(({ blockedBy }) => blockedBy)?.blockedBy : culprit?.id;
    if (home !== undefined && home !== id) homes.set(id, home);
  }
  return homes;
}

function sameFailures(failures: readonly Failure[]): readonly SameFailures[] {
  return [...Map.groupBy(failures, wordsOf).values()].flatMap((all) => {
    const [failure] = all;
    return failure === undefined ? [] : [{ failure, all }];
  });
}

/** The same for failures of one scenario in the same words. */
export function wordsOf({
  scenario,
  outcome,
  expected,
  observed,
  diagnosis,
}: Pick<Failure, "scenario" | "expected" | "observed" | "diagnosis"> & { readonly outcome: Outcome }): string {
  return JSON.stringify([scenario, outcome, ...[expected, observed, diagnosis].map(withoutChance)]);
}

/** What differs from run to run and says nothing: names and digests by chance, ports and times. */
function withoutChance(text: string): string {
  return text
    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
    .replace(/\b(?=[a-f]*\d)[0-9a-f]{6,}\b/g, "CHANCE")
    .replace(/(?<=[\w.\]]:)\d{4,5}\b/g, "PORT");
}

/** The scenario of failures, and where they were seen: the tokens, and the cells where the report has several. */
export function placesOf(same: SameFailures, report: Pick<Report, "cells">): string {
  return [same.failure.scenario, whereOf(same, report)].filter((words) => words !== "").join(", ");
}

/** {@link placesOf} without the scenario; `nameOf` gives what a cell is called. */
export function whereOf(
  { all }: SameFailures,
  { cells }: Pick<Report, "cells">,
  nameOf: (cell: string) => string = (cell) => cell,
): string {
  const tokens = [...new Set(all.map(({ token }) => token))];
  const places = [...new Set(all.map(({ cell }) => cell))];
  const pairs = new Map(all.map(({ token, cell }) => [`${token} ${cell}`, { token, cell }]));
  const isEverywhere = pairs.size === tokens.length * places.length;
  const words = isEverywhere
    ? [tokenWords(tokens), cells.length > 1 ? listed(places.map(nameOf), shownPlaces) : ""]
    : [
        listed(
          [...pairs.values()].map(({ token, cell }) => `${tokenWords([token])} on ${nameOf(cell)}`.trim()),
          shownPlaces,
        ),
      ];
  return words.filter((word) => word !== "").join(", ");
}

function tokenWords(tokens: readonly TokenKind[]): string {
  const kinds = tokens.filter((token) => token !== "none");
  return kinds.length === 0 ? "" : `${kinds.join(" and ")} token`;
}
