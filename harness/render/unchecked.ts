import type { RequirementReport } from "../model/report/index.ts";
import { listed } from "../text/index.ts";

const shownNames = 30;

/** Why results are unsupported: each reason once, and the requirements that it is about. */
export function uncheckedReasons(
  requirements: readonly RequirementReport[],
): readonly { readonly reason: string; readonly about: string }[] {
  const unchecked = requirements.flatMap(({ id, results }) =>
    results
      .filter(({ outcome }) => outcome === "unsupported")
      .map(({ reason = "no reason was given" }) => ({ id, reason })),
  );
  return [...Map.groupBy(unchecked, ({ reason }) => reason)].map(([reason, all]) => ({
    reason,
    about: listed([...new Set(all.map(({ id }) => id))], shownNames),
  }));
}
