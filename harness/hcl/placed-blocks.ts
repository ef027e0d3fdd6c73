import type { Node } from "web-tree-sitter";
import { parsed } from "./parsed.ts";
import { headOf, partsOf } from "./read-body.ts";
import type { Argument, Entry, PlacedBlock, Span } from "./types.ts";

/** Reads the blocks of a text of Terraform's native syntax, with the places of their arguments and what these refer to. */
export async function placedBlocks(text: string): Promise<readonly PlacedBlock[]> {
  return await parsed(text, (root) => blocksIn(partsOf(root)));
}

function blocksIn(parts: readonly Node[]): readonly PlacedBlock[] {
  return parts.filter(({ type }) => type === "block").map(blockOf);
}

function blockOf(node: Node): PlacedBlock {
  const parts = partsOf(node);
  const given = parts.filter(({ type }) => type === "attribute").flatMap(argumentOf);
  return { ...headOf(node), ...spanOf(node), arguments: given, blocks: blocksIn(parts) };
}

function argumentOf(node: Node): readonly Argument[] {
  const [name, value] = node.namedChildren;
  if (name === undefined || value === undefined) return [];
  const references = value.descendantsOfType("variable_expr").map(referenceAt);
  const entries = value.descendantsOfType("object_elem").flatMap(entryOf);
  return [{ name: name.text, text: value.text, ...spanOf(node), references, entries }];
}

/** The names that follow a reference's first one, indexes left out. */
function referenceAt(node: Node): readonly string[] {
  const names = [node.text];
  for (let next = node.nextNamedSibling; next !== null; next = next.nextNamedSibling) {
    if (next.type === "get_attr") names.push(next.namedChildren[0]?.text ?? "");
    else if (next.type !== "index") break;
  }
  return names;
}

function entryOf(node: Node): readonly Entry[] {
  const [key, value] = node.namedChildren;
  if (key === undefined || value === undefined) return [];
  return [{ key: key.text.replace(/^"(.*)"$/s, "$1"), value: value.text, line: spanOf(key).line }];
}

function spanOf({ startPosition, startIndex, endIndex }: Node): Span {
  return { line: startPosition.row + 1, start: startIndex, end: endIndex };
}
