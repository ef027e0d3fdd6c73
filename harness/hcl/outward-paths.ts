import { readFile } from "node:fs/promises";
import { posix } from "node:path";
import type { Node } from "web-tree-sitter";
import { parseJsonOrUndefined } from "../text/index.ts";
import { parsed } from "./parsed.ts";

/** A path as an expression builds it, as far as it is there without evaluating anything. */
interface BuiltPath {
  /** Relative to the module's folder. */
  readonly text: string;
  /** It begins with `path.module`, or is a module's source: it is a path for certain. */
  readonly isCertain: boolean;
}

/**
 * The paths that expressions of a file build upwards from its folder, such as `../common/run.sh`, and `../common` of
 * `"${path.module}/../common/${var.name}"`. Text of scripts that only looks like a path is none.
 */
export async function outwardPaths(file: string): Promise<readonly string[]> {
  const text = await readFile(file, "utf8");
  const built = file.endsWith(".json")
    ? (await Promise.all(stringsIn(parseJsonOrUndefined(text)).map(pathsInString))).flat()
    : await parsed(text, (root) => all(root).flatMap(pathsAt));
  return [...new Set(built.filter(leadsOut).map((path) => posix.normalize(path.text).replace(/\/$/, "")))];
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** A string of Terraform's JSON syntax is a template. In a heredoc its quotes need no escapes. */
async function pathsInString(text: string): Promise<readonly BuiltPath[]> {
  return await parsed(`text = <<END_OF_STRING\n${text}\nEND_OF_STRING\n`, (root) =>
    all(root).flatMap((node) =>
      node.type === "heredoc_template" ? pathsInText(node, text.includes("\n")) : pathsAt(node),
    ),
  );
}

/** Without the name of something, `..` is what validations look for too. */
function leadsOut({ text, isCertain }: BuiltPath): boolean {
  const path = posix.normalize(text);
  return path.split("/")[0] === ".." && (isCertain || /[^./]/.test(path));
}

function all(node: Node): readonly Node[] {
  return [node, ...node.namedChildren.flatMap(all)];
}

function pathsAt(node: Node): readonly BuiltPath[] {
  if (["string_lit", "quoted_template"].includes(node.type)) return pathsInText(node, false);
  if (node.type === "heredoc_template") return pathsInText(node, true);
  return node.type === "function_call" ? [pathOf(node) ?? []].flat() : [];
}

/** A text can contain several: each begins at its start, unless it is a script's, or at an interpolation. */
function pathsInText(node: Node, isScript: boolean): readonly BuiltPath[] {
  const found: BuiltPath[] = [];
  let path: BuiltPath | undefined = isScript ? undefined : { text: "", isCertain: isSource(node) };
  for (const part of node.namedChildren) {
    if (part.type === "template_interpolation") {
      if (path !== undefined) found.push(upToSlash(path));
      path = interpolated(part, isScript);
    } else if (part.type === "template_literal" && path !== undefined) {
      const text = isScript ? wordAt(part.text) : part.text.trimEnd();
      path = { ...path, text: path.text + text };
      if (text === part.text) continue;
      found.push(path);
      path = undefined;
    }
  }
  return path === undefined ? found : [...found, path];
}

/** In a script the path ends with the word. */
function wordAt(text: string): string {
  return /^[^\s"'`;|&<>()]*/.exec(text)?.[0] ?? "";
}

function upToSlash({ text, ...rest }: BuiltPath): BuiltPath {
  return { ...rest, text: text.slice(0, text.lastIndexOf("/") + 1) };
}

/** What comes after a value that is not known may be a path from the module's folder, as a local value can name it. */
function interpolated(part: Node, isScript: boolean): BuiltPath | undefined {
  const inside = part.namedChildren.find(({ type }) => type === "expression");
  const path = inside && pathOf(inside);
  if (path !== undefined) return path;
  return isScript || /^path\.(root|cwd)$/.test(inside?.text ?? "") ? undefined : { text: ".", isCertain: false };
}

/** The whole path that an expression is; `undefined` where that is not there to be read. */
function pathOf(node: Node): BuiltPath | undefined {
  if (node.type === "function_call") return pathOfCall(node);
  if (node.type === "string_lit") return { text: node.text.slice(1, -1), isCertain: false };
  if (node.type === "quoted_template") {
    const [path, ...others] = pathsInText(node, false).slice(node.text.startsWith('"${') ? 1 : 0);
    return others.length === 0 ? path : undefined;
  }
  if (node.text === "path.module") return { text: ".", isCertain: true };
  const [only, ...others] = node.namedChildren;
  return only === undefined || others.length > 0 ? undefined : pathOf(only);
}

function pathOfCall(node: Node): BuiltPath | undefined {
  const [name, list] = node.namedChildren;
  const given = list?.namedChildren ?? [];
  const [first, second] = given;
  if (first === undefined) return undefined;
  if (name?.text === "join") return second && joined(second);
  const path = ["abspath", "pathexpand", "dirname"].includes(name?.text ?? "") ? pathOf(first) : undefined;
  return path && name?.text === "dirname" ? { ...path, text: posix.join(path.text, "..") } : path;
}

/** `join("/", [path.module, "..", "common"])`, up to what is not known. */
function joined(list: Node): BuiltPath | undefined {
  const tuple = all(list).find(({ type }) => type === "tuple");
  const steps = (tuple?.namedChildren.filter(({ type }) => type === "expression") ?? []).map(pathOf);
  const end = steps.indexOf(undefined);
  const known = steps.slice(0, end < 0 ? undefined : end).flatMap((step) => step ?? []);
  return { text: known.map(({ text }) => text).join("/"), isCertain: known[0]?.isCertain ?? false };
}

/** Whether a text is the source of a module block. */
function isSource(node: Node): boolean {
  const attribute = ancestor(node, "attribute");
  const block = attribute && ancestor(attribute, "block");
  return attribute?.namedChildren[0]?.text === "source" && block?.namedChildren[0]?.text === "module";
}

function ancestor({ parent }: Node, type: string): Node | undefined {
  if (parent === null) return undefined;
  return parent.type === type ? parent : ancestor(parent, type);
}
