import { counted } from "../text/index.ts";
import type { Matrix, RequirementReport } from "./types.ts";

const shownRequirements = 12;

interface Content {
  readonly matrix?: Matrix | undefined;
  readonly requirements: readonly RequirementReport[];
}

/** What a report's own content says that it lacks, a sentence each; what a filter left out only the run knows. */
export function gapsIn({ matrix, requirements }: Content): readonly string[] {
  return [...shardGap(matrix), ...undeclared(requirements)];
}

function shardGap(matrix: Matrix | undefined): readonly string[] {
  const { shard } = matrix ?? {};
  return shard === undefined ? [] : [`This is shard ${shard.index} of ${shard.count} of the matrix.`];
}

function undeclared(requirements: readonly RequirementReport[]): readonly string[] {
  const counts = requirements.map(({ id, results }) => ({
    id,
    count: results.filter(({ outcome }) => outcome === "unsupported").length,
  }));
  const concerned = counts.filter(({ count }) => count > 0);
  const total = concerned.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return [];
  const more = concerned.length - shownRequirements;
  const names = concerned.slice(0, shownRequirements).map(({ id }) => id);
  const whose = names.join(", ") + (more > 0 ? ` and ${counted(more, "other requirement")}` : "");
  const are = total === 1 ? "is" : "are";
  return [`${counted(total, "result")} of ${whose} ${are} unsupported, which nobody declared to be expected.`];
}
