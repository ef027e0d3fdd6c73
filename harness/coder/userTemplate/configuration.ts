import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Block, readBody } from "./blocks.ts";

/** A block with the arguments of all blocks of its name, overriding ones included. */
export type Declared = Pick<Block, "labels" | "arguments">;

/** What a Terraform root declares, as far as it can be read without Terraform. */
export interface Configuration {
  readonly calls: readonly Declared[];
  readonly variables: readonly Declared[];
  readonly data: readonly Declared[];
}

/** Reads the files of a Terraform root; `undefined` where there are none. */
export async function readConfiguration(folder: string): Promise<Configuration | undefined> {
  const names = (await readdir(folder)).filter((file) => /\.tf(\.json)?$/.test(file)).sort();
  if (names.length === 0) return undefined;
  const blocks = (await Promise.all(names.map((file) => blocksOf(join(folder, file))))).flat();
  return { calls: ofType(blocks, "module"), variables: ofType(blocks, "variable"), data: ofType(blocks, "data") };
}

/** Reads the blocks of one file. */
export async function blocksOf(file: string): Promise<readonly Block[]> {
  const text = await readFile(file, "utf8");
  return file.endsWith(".json") ? blocksInJson(text) : readBody(text).blocks;
}

/** The text of an expression that is nothing but a text in quotes. */
export function literalOf(expression: string | undefined): string | undefined {
  const inside = /^"((?:[^"\\$%]|\\.)*)"$/.exec(expression ?? "")?.[1];
  return inside?.replace(/\\(.)/g, "$1");
}

function ofType(blocks: readonly Block[], type: string): readonly Declared[] {
  const found = new Map<string, Declared>();
  for (const one of blocks.filter((block) => block.type === type)) {
    const key = one.labels.join(".");
    found.set(key, { labels: one.labels, arguments: { ...found.get(key)?.arguments, ...one.arguments } });
  }
  return [...found.values()];
}

const labelsOf: Readonly<Record<string, number>> = { module: 1, variable: 1, data: 2 };

/** Text that is not JSON is left to Terraform, which says what is wrong with it. */
function blocksInJson(text: string): readonly Block[] {
  return Object.entries(entriesOf(parsed(text))).flatMap(([type, inside]) =>
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
