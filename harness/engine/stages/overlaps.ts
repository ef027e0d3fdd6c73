import type { Machine } from "../../runtime/index.ts";

/** What a start shares with others that run at the same time. */
export interface Overlap {
  /** Vault heard of another start too. */
  isShared(): boolean;
  /** Another one ran on the same machine: what the two did cannot be told apart. */
  isMixed(): boolean;
  end(): void;
}

/** Keeps in mind which starts of a scenario run at the same time. */
export function createOverlaps(): { begin(machine: Machine): Overlap } {
  const running = new Set<{ readonly machine: Machine; shared: boolean; mixed: boolean }>();
  return {
    begin(machine) {
      const one = { machine, shared: running.size > 0, mixed: false };
      for (const other of running) {
        other.shared = true;
        if (other.machine === machine) other.mixed = one.mixed = true;
      }
      running.add(one);
      return { isShared: () => one.shared, isMixed: () => one.mixed, end: () => void running.delete(one) };
    },
  };
}
