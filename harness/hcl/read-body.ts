import { fileURLToPath } from "node:url";
import { Language, type Node, Parser } from "web-tree-sitter";
import type { Body } from "./types.ts";

let loaded: Promise<Parser> | undefined;

async function openParser(): Promise<Parser> {
  await Parser.init();
  const grammar = import.meta.resolve("@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm");
  return new Parser().setLanguage(await Language.load(fileURLToPath(grammar)));
}

/** Reads a text of Terraform's native syntax. What Terraform itself would not read is read somehow: it says so better. */
export async function readBody(text: string): Promise<Body> {
  return await withTree(text, bodyOf);
}

/** Calls a function with the syntax tree of a text, which is there until it returns. */
export async function withTree<T>(text: string, read: (root: Node) => T): Promise<T> {
  loaded ??= openParser();
  const tree = (await loaded).parse(text);
  if (tree === null) throw new TypeError("a parser without a limit always gives a tree");
  try {
    return read(tree.rootNode);
  } finally {
    // It is in the memory of WebAssembly, which no garbage collector sees.
    tree.delete();
  }
}

/** Where the grammar found a mistake, what it recognised of the rest stands in nodes of their own. */
const transparent = new Set(["body", "ERROR"]);

function bodyOf(node: Node): Body {
  const parts = node.namedChildren.flatMap((child) => (transparent.has(child.type) ? child.namedChildren : [child]));
  const attributes = parts.filter(({ type }) => type === "attribute");
  return {
    arguments: Object.fromEntries(attributes.map(({ namedChildren: [name, value] }) => [name?.text, value?.text])),
    blocks: parts.filter(({ type }) => type === "block").map(blockOf),
  };
}

function blockOf(node: Node): Body["blocks"][number] {
  const [type, ...rest] = node.namedChildren;
  const labels = rest.filter((part) => part.type === "identifier" || part.type === "string_lit");
  return { type: type?.text ?? "", labels: labels.map(labelOf), ...bodyOf(node) };
}

function labelOf(node: Node): string {
  return node.type === "identifier" ? node.text : node.text.slice(1, -1);
}
