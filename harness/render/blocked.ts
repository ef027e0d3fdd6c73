import type { Outcome } from "../model/report/index.ts";
import { counted, listed } from "../text/index.ts";
import type { Cause } from "./causes.ts";

const shownNames = 30;

/** What became of a requirement that blocks results; left out where it has no result itself. */
export interface Blocker {
  readonly id: string;
  readonly outcome: Outcome | undefined;
}

/** How many results a requirement blocks, and of which requirements, in one sentence that begins with what became of the blocker. */
export function blockedSentence({ id, outcome }: Blocker, blocked: readonly string[]): string {
  const names = listed([...new Set(blocked)], shownNames);
  const are = blocked.length === 1 ? "is" : "are";
  return `${id} ${words[outcome ?? "absent"]} ${counted(blocked.length, "result")} ${are} blocked by it: ${names}.`;
}

const words: Readonly<Record<Outcome | "absent", string>> = {
  fail: "fails;",
  error: "is undecided;",
  blocked: "is itself blocked;",
  unsupported: "is unsupported here, yet",
  pass: "passes here, yet",
  absent: "was not part of this run;",
};

/** What a cause settles too, a sentence each: what it blocks, and what is derived from it. */
export function consequencesOf({ id, requirement, blocked, derived }: Cause): readonly string[] {
  const names = blocked.map((one) => one.requirement.id);
  const follow = derived.length === 1 ? "follows" : "follow";
  return [
    ...(names.length === 0 ? [] : [blockedSentence({ id, outcome: requirement?.outcome }, names)]),
    ...(derived.length === 0 ? [] : [`${listed(derived, shownNames)} ${follow} from it.`]),
  ];
}
