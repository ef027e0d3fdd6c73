import type { Excuse } from "../model/report/index.ts";

/** What is written as one, as several, or as both; `undefined` where it is left out. */
export function listOf<T>(one: T | undefined, more: readonly T[] | undefined): readonly T[] | undefined {
  return one === undefined ? more : [one, ...(more ?? [])];
}

type Requirements = Pick<Excuse, "requirement" | "requirements">;

/** The ids and patterns that an entry has. */
export function requirementsOf({ requirement, requirements }: Requirements): readonly string[] {
  return listOf(requirement, requirements) ?? [];
}

/** Whether a requirement is one of those that a word names: an id, or a pattern with one star such as `CLI-*`. */
export function isNamed(id: string, word: string): boolean {
  const [before = "", after] = word.split("*");
  if (after === undefined) return id === word;
  return id.length >= before.length + after.length && id.startsWith(before) && id.endsWith(after);
}

/** A mistake for each requirement that an entry names and the catalogue does not have; `path` leads to the entry. */
export function unknownRequirements(
  { requirement, requirements = [] }: Requirements,
  path: readonly PropertyKey[],
  catalogue: readonly { readonly id: string }[],
): readonly { readonly path: readonly PropertyKey[]; readonly problem: string }[] {
  const unknown = (word: string, ...field: readonly PropertyKey[]) =>
    catalogue.some(({ id }) => isNamed(id, word))
      ? []
      : [{ path: [...path, ...field], problem: `there is no requirement ${word}; \`list\` prints all` }];
  return [
    ...(requirement === undefined ? [] : unknown(requirement, "requirement")),
    ...requirements.flatMap((word, at) => unknown(word, "requirements", at)),
  ];
}

/** The link, owner and last day of an excuse in one line; empty if it has none. */
export function termsOf({ link, owner, expires }: Pick<Excuse, "link" | "owner" | "expires">): string {
  const until = expires === undefined ? undefined : `until ${expires}`;
  return [link, owner, until].filter((term) => term !== undefined).join(", ");
}
