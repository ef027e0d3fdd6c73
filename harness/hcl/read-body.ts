import type { Node } from "web-tree-sitter";
import { parsed } from "./parsed.ts";
import type { Body } from "./types.ts";

/** Reads a text of Terraform's native syntax. What Terraform itself would not read is read somehow: it says so better. */
export async function readBody(text: string): Promise<Body> {
  return await parsed(text, bodyOf);
}

function bodyOf(node: Node): Body {
  const parts = partsOf(node);
  const attributes = parts.filter(({ type }) => type === "attribute");
  return {
    arguments: Object.fromEntries(attributes.map(({ namedChildren: [name, value] }) => [name?.text, value?.text])),
    blocks: parts.filter(({ type }) => type === "block").map(blockOf),
  };
}

function blockOf(node: Node): Body["blocks"][number] {
  return { ...headOf(node), ...bodyOf(node) };
}

/** Where the grammar found a mistake, what it recognised of the rest stands in nodes of their own. */
const transparent = new Set(["body", "ERROR"]);

/** The arguments and blocks of a file or of a block. */
export function partsOf(node: Node): readonly Node[] {
  return node.namedChildren.flatMap((child) => (transparent.has(child.type) ? child.namedChildren : [child]));
}

/** The type and the labels of a block. */
export function headOf(node: Node): { readonly type: string; readonly labels: readonly string[] } {
  const [type, ...rest] = node.namedChildren;
  const labels = rest.filter((part) => part.type === "identifier" || part.type === "string_lit");
  return { type: type?.text ?? "", labels: labels.map(labelOf) };
}

function labelOf(node: Node): string {
  return node.type === "identifier" ? node.text : node.text.slice(1, -1);
}
