/** Of a JWK (RFC 7518, section 6). */
const privateMembers: ReadonlySet<string> = new Set(["d", "p", "q", "dp", "dq", "qi", "k"]);
const fewestBytes = 6;

/** What the strings of a tree of plain objects and arrays become. */
export interface Changes {
  /** Strings that are values, in their order. A list of bytes counts as one. */
  readonly value: (text: string) => string;
  readonly name: (text: string) => string;
  /** Private members of a JWK. */
  readonly key: (secret: string) => string;
}

/** The strings of a tree that are values, in their order. */
export function valuesIn(tree: unknown): readonly string[] {
  const values: string[] = [];
  const same = (text: string) => text;
  changed(tree, { value: (text) => values[values.push(text) - 1] ?? text, name: same, key: same });
  return values;
}

/** A tree of the same shape with other strings. A list of bytes that changes becomes a list of one string. */
export function changed(tree: unknown, changes: Changes): unknown {
  if (typeof tree === "string") return changes.value(tree);
  if (Array.isArray(tree))
    return isBytes(tree) ? changedBytes(tree, changes) : tree.map((item) => changed(item, changes));
  if (typeof tree !== "object" || tree === null) return tree;
  const isJwk = "kty" in tree && typeof tree.kty === "string";
  return Object.fromEntries(
    Object.entries(tree).map(([name, item]) => {
      const isKey = isJwk && privateMembers.has(name) && typeof item === "string";
      const other = changed(item, changes);
      return [changes.name(name), isKey ? changes.key(item) : other];
    }),
  );
}

function isBytes(list: readonly unknown[]): boolean {
  const isByte = (item: unknown) => typeof item === "number" && Number.isInteger(item) && item >= 0 && item < 256;
  return list.length >= fewestBytes && list.every(isByte);
}

function changedBytes(list: readonly unknown[], { value }: Changes): readonly unknown[] {
  const text = list.join(" ");
  const other = value(text);
  return other === text ? list : [other];
}
