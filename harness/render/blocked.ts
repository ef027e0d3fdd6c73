import type { Outcome } from "../model/report/index.ts";
import { counted } from "../text/index.ts";

const shownNames = 30;

/** What became of a requirement that blocks results; left out where it has no result itself. */
export interface Blocker {
  readonly id: string;
  readonly outcome: Outcome | undefined;
}

/** How many results a requirement blocks, and of which requirements, in one sentence that begins with what became of the blocker. */
export function blockedSentence({ id, outcome }: Blocker, blocked: readonly string[]): string {
  const names = [...new Set(blocked)];
  const more = names.length - shownNames;
  const listed = names.slice(0, shownNames).join(", ") + (more > 0 ? ` and ${counted(more, "other requirement")}` : "");
  const are = blocked.length === 1 ? "is" : "are";
  return `${id} ${words[outcome ?? "absent"]} ${counted(blocked.length, "result")} ${are} blocked by it: ${listed}.`;
}

const words: Readonly<Record<Outcome | "absent", string>> = {
  fail: "fails;",
  error: "is undecided;",
  blocked: "is itself blocked;",
  unsupported: "is unsupported here, yet",
  pass: "passes here, yet",
  absent: "was not part of this run;",
};
