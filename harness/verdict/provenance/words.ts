import type { Report } from "../../model/report/index.ts";
import { named } from "../../text/index.ts";
import { knownDoubtsAbout } from "./genuine.ts";
import { isolationInWords } from "./isolation.ts";

/** A fact about what was judged and with what, as a label and its value. */
export type Fact = readonly [label: string, value: string];

const shownDoubts = 10;

/** What the head of a report says of what was judged, where it is not what every run has: the template, what isolated it, and what is not genuine. */
export function provenanceOf({ template, cells }: Pick<Report, "template" | "cells">): readonly Fact[] {
  const sandboxes = new Set(cells.flatMap((cell) => isolationInWords(cell) ?? []));
  const doubts = [...new Set(cells.flatMap(knownDoubtsAbout))];
  const more = doubts.length - shownDoubts;
  return [
    ...(template === undefined ? [] : [["template", named(template.source)] as const]),
    ...[...sandboxes].map((words) => ["sandbox", words] as const),
    ...doubts.slice(0, shownDoubts).map((sentence) => ["not genuine", sentence] as const),
    ...(more > 0 ? [["not genuine", `${more} more: see the cells of report.json.`] as const] : []),
  ];
}
