/** A part of a document, such as a table with its rows. */
export interface Part {
  /** What stands before the first item; left out with them. */
  readonly head: string;
  readonly items: readonly Item[];
  /** What a sentence calls the items that there was no room for. */
  readonly what: string;
}

export interface Item {
  /** Asked for only while there is room: a report may have thousands. */
  readonly text: () => string;
  /** What has the lowest rank is left out last. */
  readonly rank: number;
}

/** Octets for the sentence that says what was left out. */
const sentenceRoom = 120;

/**
 * Puts parts below each other. Where they take more than `room` octets of UTF-8, what matters least is left out, of what
 * matters the same the last, and the document says so.
 */
export function fitted(parts: readonly Part[], room: number): string {
  const filled = parts.filter(({ items }) => items.length > 0);
  const owed = filled.reduce((sum, { head }) => sum + Buffer.byteLength(head) + sentenceRoom, 0);
  const kept = chosen(
    filled.flatMap(({ items }) => items),
    room - owed,
  );
  return filled.map((part) => written(part, kept)).join("\n");
}

function chosen(items: readonly Item[], room: number): ReadonlyMap<Item, string> {
  const kept = new Map<Item, string>();
  const full = new Set<number>();
  let left = room;
  for (const item of items.toSorted((a, b) => a.rank - b.rank)) {
    if (full.has(item.rank)) continue;
    const text = item.text();
    const taken = Buffer.byteLength(text);
    if (taken > left) full.add(item.rank);
    else kept.set(item, text);
    left -= taken > left ? 0 : taken;
  }
  return kept;
}

function written({ head, items, what }: Part, kept: ReadonlyMap<Item, string>): string {
  const shown = items.flatMap((item) => kept.get(item) ?? []);
  const more = items.length - shown.length;
  const rest = more === 0 ? "" : `\nOnly report.json has ${more} of ${items.length} ${what}.\n`;
  return (shown.length === 0 ? "" : head) + shown.join("") + rest;
}
