interface Variable {
  readonly name: string;
  readonly value?: string | null | undefined;
  readonly merge_strategy?: string | null | undefined;
}

/** Merges variables of one agent in their order, each by its own strategy (rules 5.4, 5.5). */
export function mergeVariables(
  variables: readonly Variable[],
): { readonly variables: Readonly<Record<string, string>> } | { readonly problem: string } {
  const merged = new Map<string, string>();
  for (const { name, value, merge_strategy } of variables) {
    const [before, own] = [merged.get(name), value ?? ""];
    if (merge_strategy === "error" && before !== undefined) return { problem: `duplicate env var ${name}` };
    if (merge_strategy === "append" && before) merged.set(name, `${before}:${own}`);
    else if (merge_strategy === "prepend" && before) merged.set(name, `${own}:${before}`);
    else merged.set(name, own);
  }
  return { variables: Object.fromEntries(merged) };
}
