import { parseJsonOrUndefined } from "../text/index.ts";
import type { Block } from "./types.ts";

const labelsOf: Readonly<Record<string, number>> = { module: 1, variable: 1, data: 2 };

/** Reads the blocks in a text of Terraform's JSON syntax. Text that is not JSON is left to Terraform, which says what is wrong with it. */
export function blocksInJson(text: string): readonly Block[] {
  return Object.entries(entriesOf(parseJsonOrUndefined(text))).flatMap(([type, inside]) =>
    labelled(type, [], inside, labelsOf[type] ?? 0),
  );
}

function labelled(type: string, labels: readonly string[], inside: unknown, more: number): readonly Block[] {
  const all = Array.isArray(inside) ? inside : [inside];
  if (more > 0)
    return all.flatMap((one) =>
      Object.entries(entriesOf(one)).flatMap(([label, value]) => labelled(type, [...labels, label], value, more - 1)),
    );
  return all.map((one) => {
    const given = Object.entries(entriesOf(one)).map(([name, value]) => [name, JSON.stringify(value)]);
    return { type, labels, arguments: Object.fromEntries(given), blocks: [] };
  });
}

function entriesOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
