import type { Cell, Matrix } from "../model/index.ts";
import type { KnownEntry, Report, RequirementReport } from "../model/report/index.ts";
import { counted } from "../text/index.ts";
import { judgedByKnown } from "../verdict/index.ts";

const shownRequirements = 12;

interface Content {
  readonly startedAt: string;
  readonly matrix?: Matrix | undefined;
  readonly cells: readonly Cell[];
  readonly requirements: readonly RequirementReport[];
  readonly known?: readonly KnownEntry[] | undefined;
}

/** What a report's own content says that it lacks, a sentence each; what a filter left out only the run knows. */
export function gapsIn(content: Content): readonly string[] {
  return [...shardGap(content.matrix), ...undeclared(content)];
}

function shardGap(matrix: Matrix | undefined): readonly string[] {
  const { shard } = matrix ?? {};
  return shard === undefined ? [] : [`This is shard ${shard.index} of ${shard.count} of the matrix.`];
}

function undeclared(content: Content): readonly string[] {
  const { requirements } = content;
  const { excused } = judgedByKnown(content);
  const counts = requirements.map(({ id, results }) => ({
    id,
    count: results.filter((result) => result.outcome === "unsupported" && !excused.has(result)).length,
  }));
  const concerned = counts.filter(({ count }) => count > 0);
  const total = concerned.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return [];
  const more = concerned.length - shownRequirements;
  const names = concerned.slice(0, shownRequirements).map(({ id }) => id);
  const whose = names.join(", ") + (more > 0 ? ` and ${counted(more, "other requirement")}` : "");
  return [`${whose}: ${counted(total, "unsupported result")} that --known does not list.`];
}

/** A report with this list of known failures in place of its own. */
export function withKnown(report: Report, known: readonly KnownEntry[]): Report {
  const { partial: _, ...rest } = report;
  const looked = { ...rest, known };
  const partial = [...leftOutOf(report), ...gapsIn(looked)];
  return { ...looked, ...(partial.length > 0 && { partial }) };
}

/** What was left out, as only the run itself knows. */
export function leftOutOf(report: Report): readonly string[] {
  const own = new Set(gapsIn(report));
  return (report.partial ?? []).filter((sentence) => !own.has(sentence));
}
