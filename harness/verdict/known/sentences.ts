import { termsOf } from "../../excuses/index.ts";
import type { KnownEntry, Report } from "../../model/report/index.ts";
import { listed } from "../../text/index.ts";
import { judgedByKnown, type KnownPlace } from "./judge.ts";

const shownPlaces = 5;

/** What failed as it was expected to, a sentence for each entry of the list. */
export function knownSentences(report: Report): readonly string[] {
  return sentences(judgedByKnown(report).failures, () => "");
}

/**
 * Why the list must change, a sentence for each entry: its results pass, or it has expired. `nameOf` gives what a cell is
 * called.
 */
export function staleSentences(report: Report, nameOf?: NameOf): readonly string[] {
  const { stale, expired } = judgedByKnown(report);
  return [
    ...sentences(stale, ({ outcome = "fail" }) => ` passes, but is listed as ${outcome}:`, nameOf),
    ...sentences(expired, () => " the entry has expired:", nameOf),
  ];
}

type NameOf = (cell: string) => string;

function sentences(
  places: readonly KnownPlace[],
  what: (entry: KnownEntry) => string,
  nameOf: NameOf = (cell) => cell,
): readonly string[] {
  return [...Map.groupBy(places, ({ entry }) => entry)].map(([entry, all]) => {
    const terms = termsOf(entry);
    return `${placesOf(all, nameOf)}:${what(entry)} ${entry.reason}${terms === "" ? "" : ` (${terms})`}`;
  });
}

function placesOf(places: readonly KnownPlace[], nameOf: NameOf): string {
  const names = [
    ...new Set(
      places.map(
        ({ requirement, result: { token, cell } }) =>
          `${requirement}${token === "none" ? "" : ` [${token}]`} on ${nameOf(cell)}`,
      ),
    ),
  ];
  return listed(names, shownPlaces);
}
