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
  error: "could not be judged;",
  blocked: "is itself blocked;",
  unsupported: "is unsupported here, yet",
  pass: "passes here, yet",
  absent: "was not part of this run;",
};

/** What a cause settles too, a sentence each: what it blocks, and what is derived from it. */
export function consequencesOf(cause: Cause): readonly string[] {
  return [blocksOf(cause), seenOf(cause), derivedOf(cause)].filter((sentence) => sentence !== undefined);
}

/** What a cause blocks, in a sentence. */
export function blocksOf({ id, requirement, blocked }: Cause): string | undefined {
  if (blocked.length === 0) return undefined;
  return blockedSentence(
    { id, outcome: requirement?.outcome },
    blocked.map((one) => one.requirement.id),
  );
}

/** What a blocked result saw, in a sentence, where the cause has no failure of its own to show. */
function seenOf({ failures, blocked: [first] }: Cause): string | undefined {
  if (failures.length > 0 || first?.result.reason === undefined) return undefined;
  return `${first.requirement.id}: ${first.result.reason.replace(/\.$/, "")}.`;
}

/** What is derived from a cause, in a sentence. */
export function derivedOf({ derived }: Cause): string | undefined {
  if (derived.length === 0) return undefined;
  return `${listed(derived, shownNames)} ${derived.length === 1 ? "follows" : "follow"} from it.`;
}
