import { stringify } from "yaml";
import { cellPatternSchema } from "../../excuses/index.ts";
import type { Cell, Program } from "../../model/index.ts";
import type { KnownEntry, Report } from "../../model/report/index.ts";
import { visibleLine } from "../../text/index.ts";
import { judgedByKnown } from "./judge.ts";

const shownEntries = 30;
const shownReason = 200;

/** Failures and blocked results that no entry expects, as entries for the list, in YAML; empty where there are none. */
export function pasteable(report: Report): string {
  const cells = new Map(report.cells.map((cell) => [cell.id, cell]));
  const entries = new Map<string, KnownEntry>();
  for (const { requirement, result } of judgedByKnown(report).unlisted) {
    const { token, cell } = result;
    const key = JSON.stringify([requirement, token, cell]);
    if (entries.has(key)) continue;
    if (entries.size === shownEntries) break;
    const pattern = patternOf(cells.get(cell));
    const failure = report.failures.find(
      (one) => one.requirement === requirement && one.token === token && one.cell === cell && one.outcome === "fail",
    );
    const blocked = result.blockedBy === undefined ? "" : `Blocked by ${result.blockedBy}: ${result.reason ?? ""}`;
    const reason = visibleLine(failure?.observed ?? blocked).slice(0, shownReason) || "It fails.";
    entries.set(key, { requirement, ...(pattern !== undefined && { cell: pattern }), token, reason });
  }
  return entries.size === 0 ? "" : stringify([...entries.values()], { lineWidth: 0 });
}

/** `undefined` for a cell that no pattern can name: the entry is then about every cell, for its reader to narrow. */
function patternOf(cell: Cell | undefined): KnownEntry["cell"] {
  if (cell === undefined) return undefined;
  const { server, cli, terraform, agent, coderAgent, runtime } = cell;
  const [of, by, from] = [server, cli, terraform].map(patchesOf);
  const { success, data } = cellPatternSchema.safeParse({
    ...{ server: of, cli: by, terraform: from, agent, runtime },
    ...(coderAgent !== undefined && { "agent-program": "real" }),
  });
  return success ? data : undefined;
}

/** A program and the later patches of its version, with which an entry does not lapse. */
function patchesOf({ name, version }: Program): string {
  return `${name}@~${version}`;
}
