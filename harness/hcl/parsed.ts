import { fileURLToPath } from "node:url";
import { Language, type Node, Parser } from "web-tree-sitter";

let loaded: Promise<Parser> | undefined;

async function openParser(): Promise<Parser> {
  await Parser.init();
  const grammar = import.meta.resolve("@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm");
  return new Parser().setLanguage(await Language.load(fileURLToPath(grammar)));
}

/** Reads something out of the syntax tree of a text of Terraform's native syntax, which is there until `read` returns. */
export async function parsed<T>(text: string, read: (root: Node) => T): Promise<T> {
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
