import type { Cell } from "../model/index.ts";
import { named } from "../text/index.ts";
import { doubtsAbout, gapsInIsolation } from "../verdict/index.ts";
import type { MatchedCell, Policy, Reason } from "./types.ts";

/**
 * Why a policy refuses cells: they are not genuine or not isolated, although it demands that. Their results are judged all
 * the same: no cell escapes that by what it is.
 */
export function reasonsOfCells(
  { cells: demands }: Policy,
  matched: readonly MatchedCell[],
  cells: ReadonlyMap<string, Cell>,
): readonly Reason[] {
  const found = matched.flatMap(({ name, ids }) => {
    const { origin, isolation } = demands[name] ?? {};
    return ids.flatMap((id) => {
      const cell = cells.get(id);
      if (cell === undefined) return [];
      return [
        ...(origin === undefined ? [] : reasonOf("not-genuine", "not genuine", id, doubtsAbout(cell))),
        ...(isolation === undefined
          ? []
          : reasonOf("not-isolated", `not ${isolation}`, id, gapsInIsolation(cell, isolation))),
      ];
    });
  });
  return [...new Map(found.map((reason) => [reason.problem, reason])).values()];
}

type Kind = "not-genuine" | "not-isolated";

const enough: Readonly<Record<Kind, string>> = {
  "not-genuine":
    "Use a server and a CLI that the harness downloads and verifies, or takes from an official image, and no option that replaces a part of the run.",
  "not-isolated": "Run on a machine where `doctor` shows that everything which the policy requires is enforced.",
};

function reasonOf(kind: Kind, lacking: string, id: string, sentences: readonly string[]): readonly Reason[] {
  if (sentences.length === 0) return [];
  const problem = `The cell ${named(id)} is ${lacking}: ${sentences.join(" ")}`;
  return [{ code: `cell.${kind}`, problem, enough: enough[kind] }];
}
