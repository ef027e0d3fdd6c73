import { counted, printable } from "../text/index.ts";
import type { Changed, Comparison, Slower } from "./compare.ts";

const shownChanges = 50;

/** What changed, in words: a list for each kind of change that there is, and one line that counts them. */
export function renderComparison(comparison: Comparison): string {
  const { before, after, renamedCells, slower } = comparison;
  const head = [
    `Since the report of ${before.startedAt}:`,
    ...(before.digest === after.digest ? [] : [`  The module changed: ${before.digest} became ${after.digest}.`]),
    ...(before.tool === after.tool ? [] : [`  The harness changed: ${before.tool} became ${after.tool}.`]),
    ...renamedCells.slice(0, shownChanges).map((pair) => `  The cell ${pair.before} became ${pair.after}.`),
  ];
  const lists = [
    ...listed("New failures", comparison.new.map(changeLine)),
    ...listed("Fixed", comparison.fixed.map(changeLine)),
    ...listed("Still failing", comparison.stillFailing.map(changeLine)),
    ...listed("Newly unsupported", comparison.newlyUnsupported.map(changeLine)),
    ...listed("Gone", comparison.gone.map(changeLine)),
    ...listed("Slower", slower.map(slowerLine)),
  ];
  return `${[...head, ...lists, countsOf(comparison)].map((line) => printable(line)).join("\n")}\n`;
}

function listed(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const more = lines.length - shownChanges;
  const rest = more > 0 ? [`  ${more} more are in comparison.json`] : [];
  return [`${title}:`, ...lines.slice(0, shownChanges), ...rest];
}

function changeLine(change: Changed): string {
  const { before = "not there", after = "not there", reason } = change;
  return `  ${nameOf(change)}: ${before} → ${after}${reason === undefined ? "" : ` (${reason})`}`;
}

function slowerLine(slower: Slower): string {
  const [before, after] = [slower.before, slower.after].map((milliseconds) => (milliseconds / 1000).toFixed(1));
  return `  ${nameOf(slower)}: ${before} s → ${after} s`;
}

function nameOf({ requirement, scenario, token, cell }: Omit<Changed, "before" | "after">): string {
  return `${requirement} ${scenario} [${token}] on ${cell}`;
}

function countsOf(comparison: Comparison): string {
  const { fixed, stillFailing, newlyUnsupported, gone, slower } = comparison;
  const parts = [
    counted(comparison.new.length, "new failure"),
    `${fixed.length} fixed`,
    `${stillFailing.length} still failing`,
    `${newlyUnsupported.length} newly unsupported`,
    `${gone.length} gone`,
    `${slower.length} slower`,
  ];
  return `${parts.join(", ")}.`;
}
