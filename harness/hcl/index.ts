import { readFile } from "node:fs/promises";
import { blocksInJson } from "./blocks-in-json.ts";
import { readBody } from "./read-body.ts";
import type { Block } from "./types.ts";

export { kindOfExpression } from "./kind-of-expression.ts";
export { outwardPaths } from "./outward-paths.ts";
export { placedBlocks } from "./placed-blocks.ts";
export type { Argument, Block, PlacedBlock, Span } from "./types.ts";

/** Reads the blocks of a file, which is of the JSON syntax where its name says so. */
export async function blocksOf(file: string): Promise<readonly Block[]> {
  const text = await readFile(file, "utf8");
  return file.endsWith(".json") ? blocksInJson(text) : (await readBody(text)).blocks;
}
