import { parsed } from "./parsed.ts";

/** What a text is as an expression of Terraform; `undefined` where it is none. */
export async function kindOfExpression(text: string): Promise<"tuple" | "object" | "other" | undefined> {
  return await parsed(`value = (${text}\n)\n`, (root) => {
    const [body, ...others] = root.namedChildren;
    const [attribute, ...more] = body?.namedChildren ?? [];
    const isOne = others.length === 0 && more.length === 0 && attribute?.type === "attribute";
    if (root.hasError || !isOne) return undefined;
    const value = innermost(attribute.namedChildren[1]);
    return value?.type === "tuple" || value?.type === "object" ? value.type : "other";
  });
}

type Node = NonNullable<Parameters<Parameters<typeof parsed>[1]>[0]>;

/** Without the brackets and the nodes that are only names for what they contain. */
function innermost(node: Node | null | undefined): Node | undefined {
  if (node === null || node === undefined) return undefined;
  if (node.type === "tuple" || node.type === "object") return node;
  const [only, ...others] = node.namedChildren;
  return only === undefined || others.length > 0 ? node : innermost(only);
}
