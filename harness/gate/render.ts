import { named } from "../text/index.ts";
import type { Decision, Judged, ReadPolicy } from "./types.ts";

/** The decision, each reason with its fix, and notes. */
export function renderDecision(decision: Decision, { policy, where }: ReadPolicy): readonly string[] {
  const { accepted, reasons, judged, skipped, notes } = decision;
  const head = `${accepted ? "✓ Accepted" : "✗ Refused"} by the policy ${named(policy.name)} (${named(where)}).`;
  const reasonLines = reasons.flatMap(({ problem, enough }, at) => [
    "",
    ...wrapped(`${at + 1}. ${problem}`, "   "),
    ...wrapped(`   to fix: ${enough}`, "           "),
  ]);
  const tail = [`${counted(judged)}${skipped.length > 0 ? `; ${skipped.length} not required` : ""}.`, ...notes];
  return [head, ...reasonLines, "", ...tail];
}

/** How the decision came about: which cells each of the policy's matches, and how each required result was judged. */
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
    ...section("cells of the policy, and the matching cells of the reports", cells),
    ...section("required results", results),
    ...section("other results", skipped),
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
  const owed = judged.length === 1 ? "1 result is required" : `${judged.length} results are required`;
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
