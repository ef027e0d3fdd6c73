import type { PlannedScenario } from "../plan/index.ts";

interface Cell {
  readonly cell: { readonly id: string };
  readonly scenarios: readonly PlannedScenario[];
}

/**
 * Each cell once. Several words, such as `openbao` and `openbao@2.7.2`, may come to the same cell, and a shard may have
 * planned something else for each of them: the cell then runs all of it.
 */
export function unitedCells<T extends Cell>(cells: readonly T[]): readonly T[] {
  const byId = new Map<string, T>();
  for (const cell of cells) {
    const { scenarios = [] } = byId.get(cell.cell.id) ?? {};
    byId.set(cell.cell.id, { ...cell, scenarios: unitedScenarios([...scenarios, ...cell.scenarios]) });
  }
  return [...byId.values()];
}

function unitedScenarios(scenarios: readonly PlannedScenario[]): readonly PlannedScenario[] {
  const byPath = new Map<string, PlannedScenario>();
  for (const scenario of scenarios) {
    const tokens = [...(byPath.get(scenario.path)?.tokens ?? []), ...scenario.tokens];
    byPath.set(scenario.path, { ...scenario, tokens: [...new Set(tokens)] });
  }
  return [...byPath.values()];
}
