import type { SessionState } from "../record.ts";

/** What holds in sessions after a start, each once with all kinds of session that it holds in; `before` is the same kind's. */
export function bySession(
  { before, after }: { readonly before: readonly SessionState[]; readonly after: readonly SessionState[] },
  whatOf: (after: SessionState, before: SessionState | undefined) => readonly string[],
): readonly string[] {
  const kinds = new Map<string, string[]>();
  for (const session of after) {
    const earlier = before.find(({ kind }) => kind === session.kind);
    for (const what of new Set(whatOf(session, earlier))) kinds.set(what, [...(kinds.get(what) ?? []), session.kind]);
  }
  return [...kinds].map(([what, where]) => `${what} in ${where.join(", ")}`);
}
