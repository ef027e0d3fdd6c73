import type { Section } from "./failure-sections.ts";

/** Sections that fit into a number of lines, and how many lines did not. */
export interface Bounded {
  readonly sections: readonly Section[];
  readonly more: number;
}

/** What is left out first where there is no room for a line of everything; the others never are. */
const spare: readonly string[] = ["exit status", "what it means", "diagnosis"];
/** What is at the end of these matters most. */
const fromTheEnd: ReadonlySet<string> = new Set(["startup log", "Vault received"]);

/**
 * Cuts sections, whose lines are as they are printed, to a number of lines with a line for each label: every section that stays
 * keeps a line, or two where the end matters, as the last may be the rest of a sentence; those that have more take turns.
 */
export function boundedSections(all: readonly Section[], room: number): Bounded {
  const kept = spare.reduce(
    (some, label) => (leastOf(some) <= room ? some : some.filter((section) => section.label !== label)),
    sizeOf(all) <= room ? [] : all,
  );
  if (kept.length === 0) return { sections: all, more: 0 };
  const counts = new Map(kept.map((section) => [section, linesOf(section)]));
  let left = room - leastOf(kept);
  for (let turn = 1; left > 0 && kept.some(({ lines }) => lines.length > turn); turn += 1) {
    const growing = kept.filter((one) => one.lines.length > turn && counts.get(one) === turn).slice(0, left);
    for (const section of growing) counts.set(section, turn + 1);
    left -= growing.length;
  }
  const sections = kept.map((section) => {
    const count = counts.get(section) ?? 1;
    const { label, lines } = section;
    if (!fromTheEnd.has(label) || count === lines.length) return { label, lines: lines.slice(0, count) };
    return { label: `${label} (end)`, lines: lines.slice(-count) };
  });
  const linesIn = (some: readonly Section[]) => some.reduce((sum, { lines }) => sum + lines.length, 0);
  return { sections, more: linesIn(all) - linesIn(sections) };
}

/** That a section keeps at least. */
function linesOf({ label, lines }: Section): number {
  return fromTheEnd.has(label) ? Math.min(2, lines.length) : 1;
}

/** With a label for each; a command to copy is one line however long. */
function leastOf(sections: readonly Section[]): number {
  return sections.reduce((sum, section) => sum + 1 + linesOf(section), 0);
}

function sizeOf(sections: readonly Section[]): number {
  return sections.reduce((sum, { lines }) => sum + 1 + lines.length, 0);
}
