import { BaseSequencer, type TestSpecification } from "vitest/node";
import type { PreparedCell } from "../prepare.ts";

/**
 * Vitest's order of files: cell after cell, so that the servers of one are shared and gone before the next but one
 * starts, and in each cell what takes longest first, so that no core stands idle at the end.
 */
export function longestFirst(cells: readonly Pick<PreparedCell, "cell" | "scenarios">[]): typeof BaseSequencer {
  const places = new Map(cells.map(({ cell }, at) => [cell.id, at]));
  const usual = new Map(cells.flatMap(({ scenarios }) => scenarios.map(({ path, usualMs }) => [path, usualMs])));
  const place = ({ project }: TestSpecification) => places.get(project.name) ?? 0;
  const length = ({ moduleId }: TestSpecification) => usual.get(moduleId) ?? 0;
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return files.toSorted(
        (a, b) => place(a) - place(b) || length(b) - length(a) || (a.moduleId < b.moduleId ? -1 : 1),
      );
    }
  };
}
