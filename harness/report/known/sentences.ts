import type { KnownEntry, Report } from "../../model/index.ts";
import { counted } from "../../text/index.ts";
import { judgedByKnown, type KnownPlace } from "./judge.ts";

const shownPlaces = 5;

/** What failed as it was expected to, a sentence for each entry of the list. */
export function knownSentences(report: Report): readonly string[] {
  return [...Map.groupBy(judgedByKnown(report).failures.values(), ({ entry }) => entry)].map(
    ([entry, places]) => `${placesOf(places)}: ${entry.reason}${linkOf(entry)}`,
  );
}

/** What passes though the list expects something else, a sentence for each entry. */
export function staleSentences(report: Report): readonly string[] {
  return [...Map.groupBy(judgedByKnown(report).stale, ({ entry }) => entry)].map(
    ([entry, places]) =>
      `${placesOf(places)}: passes, and is listed as ${entry.outcome ?? "fail"}: ${entry.reason}${linkOf(entry)}`,
  );
}

function linkOf({ link }: KnownEntry): string {
  return link === undefined ? "" : ` (${link})`;
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
  const more = names.length - shownPlaces;
  return names.slice(0, shownPlaces).join(", ") + (more > 0 ? ` and ${counted(more, "other")}` : "");
}
