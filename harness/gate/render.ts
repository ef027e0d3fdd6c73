import { named } from "../text/index.ts";
import type { Decision, Judged, ReadPolicy } from "./types.ts";

/** The decision, each reason with what would be enough, and what a reader should know besides. */
export function renderDecision(decision: Decision, { policy, where }: ReadPolicy): readonly string[] {
  const { accepted, reasons, judged, skipped, notes } = decision;
  const head = `${accepted ? "✓ Accepted" : "✗ Refused"} by the policy ${named(policy.name)} (${named(where)}).`;
  const reasonLines = reasons.flatMap(({ problem, enough }, at) => [
    "",
    ...wrapped(`${at + 1}. ${problem}`, "   "),
    ...wrapped(`   enough: ${enough}`, "           "),
  ]);
  const tail = [`${counted(judged)}${skipped.length > 0 ? `; ${skipped.length} not asked for` : ""}.`, ...notes];
  return [head, ...reasonLines, "", ...tail];
}

/** How the decision came about: what each cell of the policy means, and how each result that is owed was taken. */
export function renderExplanation(decision: Decision, { policy, sha256 }: ReadPolicy): readonly string[] {
  const cells = decision.cells.map(({ name, ids }) => `  ${name}: ${ids.join(", ") || "none"}`);
  const results = decision.judged.map(
    ({ requirement, scenario, token, cell, outcome, blockedBy, judgement, because }) =>
      `  ${requirement} ${scenario} [${token}] on ${cell}: ${outcome}${blockedBy === undefined ? "" : ` by ${blockedBy}`}, ${judgement}${because === undefined ? "" : ` (${because})`}`,
  );
  const skipped = decision.skipped.map(
    ({ requirement, scenario, token, cell, outcome }) =>
      `  ${requirement} ${scenario} [${token}] on ${cell}: ${outcome}`,
  );
  return [
    `policy ${named(policy.name)}, sha256 ${sha256}, reports at most ${policy.maxAge} old`,
    ...section("cells that it asks for, and those of the reports", cells),
    ...section("results that it asks for", results),
    ...section("results that it does not ask for", skipped),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines];
}

const judgements: readonly Judged["judgement"][] = ["passes", "waived", "may be unsupported", "refused"];
const words = { passes: "pass", waived: "waived", "may be unsupported": "unsupported, as allowed", refused: "refused" };

function counted(judged: readonly Judged[]): string {
  const counts = judgements.flatMap((judgement) => {
    const count = judged.filter((one) => one.judgement === judgement).length;
    return count === 0 ? [] : [`${count} ${words[judgement]}`];
  });
  const owed = judged.length === 1 ? "1 result is owed" : `${judged.length} results are owed`;
  return `${owed}${counts.length === 0 ? "" : `: ${counts.join(", ")}`}`;
}

const width = 110;

/** Commands stay whole: only at spaces, and nothing is cut. */
function wrapped(text: string, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/(?<=\S) /)) {
    if (line !== "" && line.length + word.length + 1 > width) {
      lines.push(line);
      line = indent + word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
