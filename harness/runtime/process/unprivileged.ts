import { readFileSync } from "node:fs";

/** High enough that no person and no service of this machine has one of them. */
const first = 0x7000_0000;

/**
 * An id of a user and a group that nobody on this machine has, by which root starts what a run must not trust. It is
 * `undefined` where the harness is not root, or where the user namespace that it runs in has no second id.
 */
export function unprivilegedId(runId: string): number | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const bits = Number.parseInt(runId.slice(0, 6), 16) || 0;
  const users = rangesOf("/proc/self/uid_map");
  const groups = rangesOf("/proc/self/gid_map");
  const isMapped = (id: number) => [users, groups].every((ranges) => ranges.some((range) => holds(range, id)));
  // In a container with few ids, from the upper half of the largest range.
  const widest = users.toSorted((one, other) => other.count - one.count)[0];
  const half = Math.floor((widest?.count ?? 0) / 2);
  const inside = widest === undefined || half === 0 ? 0 : widest.start + widest.count - 1 - (bits % half);
  return [first + bits, inside].find((id) => id !== 0 && isMapped(id));
}

interface Range {
  readonly start: number;
  readonly count: number;
}

const holds = ({ start, count }: Range, id: number) => id >= start && id < start + count;

function rangesOf(map: string): readonly Range[] {
  const lines = readFileSync(map, "utf8").trim().split("\n");
  return lines.map((line) => {
    const [start = 0, , count = 0] = line.trim().split(/\s+/).map(Number);
    return { start, count };
  });
}
