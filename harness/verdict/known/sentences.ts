import { termsOf } from "../../excuses/index.ts";
import type { KnownEntry, Report } from "../../model/report/index.ts";
import { listed } from "../../text/index.ts";
import { judgedByKnown, type KnownPlace } from "./judge.ts";

const shownPlaces = 5;

/** What failed as it was expected to, a sentence for each entry of the list. */
export function knownSentences(report: Report): readonly string[] {
  return sentences(judgedByKnown(report).failures, () => "");
}

/** What the list has to be changed for, a sentence for each entry: it passes, or its entry holds no more. */
export function staleSentences(report: Report): readonly string[] {
  const { stale, expired } = judgedByKnown(report);
  return [
    ...sentences(stale, ({ outcome = "fail" }) => ` passes, and is listed as ${outcome}:`),
    ...sentences(expired, () => " the entry has expired:"),
  ];
}

function sentences(places: readonly KnownPlace[], what: (entry: KnownEntry) => string): readonly string[] {
  return [...Map.groupBy(places, ({ entry }) => entry)].map(([entry, all]) => {
    const terms = termsOf(entry);
    return `${placesOf(all)}:${what(entry)} ${entry.reason}${terms === "" ? "" : ` (${terms})`}`;
  });
}

function placesOf(places: readonly KnownPlace[]): string {
  const names = [
    ...new Set(
      places.map(
        ({ requirement, result: { token, cell } }) =>
          `${requirement}${token === "none" ? "" : ` [${token}]`} on ${cell}`,
      ),
    ),
  ];
  return listed(names, shownPlaces);
}
