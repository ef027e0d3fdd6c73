import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Block, blocksOf } from "../../hcl/index.ts";

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
