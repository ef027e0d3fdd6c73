import { type Document, isMap, isNode, isPair, LineCounter, parseDocument, visit } from "yaml";
import { z } from "zod";
import { WrongInput } from "../errors/index.ts";
import { named, quoted } from "../text/index.ts";
import { type FileKind, fileKinds } from "./kinds.ts";
import { nearest } from "./nearest.ts";

const shownMistakes = 8;

/** What is wrong in a file, and the path of fields where. */
export interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly problem: string;
}

/** A kind of YAML file, as {@link parseStrictYaml} needs to know it. */
export interface YamlKind<T> {
  readonly kind: FileKind;
  readonly schema: z.ZodType<T>;
  /** What to do about a mistake, in a sentence. */
  readonly remedy: string;
}

/** A YAML file that has the shape of its kind. */
export interface StrictYaml<T> {
  readonly content: T;
  /** An error of code `KIND.code` for what the shape cannot say, with line and column of each mistake. */
  readonly refusal: (code: string, how: string, mistakes: readonly Mistake[]) => WrongInput;
}

/**
 * Reads YAML that says what it seems to say: no alias, no field twice, none that its kind does not have. `where` is the
 * file's name for error messages, which have line and column of all mistakes.
 * @throws WrongInput `KIND.not-yaml`, `KIND.empty`, `KIND.malformed`
 */
export function parseStrictYaml<T>(bytes: Buffer, where: string, { kind, schema, remedy }: YamlKind<T>): StrictYaml<T> {
  const lines = new LineCounter();
  const file = { kind, where, remedy, lines };
  const document = parsed(bytes.toString("utf8"), file);
  const refusal: StrictYaml<T>["refusal"] = (code, how, mistakes) => {
    const sentences = mistakes.map((mistake) => sentenceOf(mistake, document, lines));
    const more = sentences.length - shownMistakes;
    const shown = sentences.slice(0, shownMistakes).join("; ") + (more > 0 ? `; and ${more} more` : "");
    return refused(file, code, `${how}: ${shown}`, { mistakes: sentences });
  };
  return { content: shaped(document, schema, refusal), refusal };
}

interface File {
  readonly kind: FileKind;
  readonly where: string;
  readonly remedy: string;
  readonly lines: LineCounter;
}

function refused({ kind, where, remedy }: File, code: string, how: string, facts = {}, cause?: unknown): WrongInput {
  const problem = `The ${fileKinds[kind].noun} ${named(where)} ${how}.`;
  return new WrongInput(`${kind}.${code}`, problem, remedy, { where, ...facts }, cause);
}

function parsed(text: string, file: File): Document.Parsed {
  const { lines: lineCounter } = file;
  const document = parseDocument(text, { lineCounter, stringKeys: true, prettyErrors: false, logLevel: "error" });
  const [first] = [...document.errors, ...document.warnings];
  if (first !== undefined) {
    const { line, col } = lineCounter.linePos(first.pos[0]);
    const how = `cannot be read as YAML: line ${line}, column ${col}: ${first.message}`;
    throw refused(file, "not-yaml", how, { line, column: col }, first);
  }
  if (document.contents === null) throw refused(file, "empty", "is empty");
  refuseOdd(document, file);
  return document;
}

/** Aliases hide how much there is, and `__proto__` is a name that programs lose. Neither belongs into such a file. */
function refuseOdd(document: Document.Parsed, file: File): void {
  const refuse = (what: string, offset = 0): never => {
    const { line, col } = file.lines.linePos(offset);
    throw refused(file, "malformed", `is malformed: line ${line}, column ${col}: ${what}`, { line, column: col });
  };
  visit(document, {
    Alias: (_, alias) => refuse("aliases are not supported", alias.range?.[0]),
    Scalar: (key, scalar) => {
      if (key === "key" && scalar.value === "__proto__") refuse("no field has this name", scalar.range?.[0]);
    },
  });
}

function shaped<T>(document: Document.Parsed, schema: z.ZodType<T>, refusal: StrictYaml<T>["refusal"]): T {
  const known = new Map<string, readonly string[]>();
  const { success, data, error } = schema.safeParse(document.toJS(), {
    error: (issue) => {
      if (issue.code === "unrecognized_keys" && issue.inst instanceof z.ZodObject)
        known.set(keyOf(issue.path ?? []), Object.keys(issue.inst.shape));
      return undefined;
    },
  });
  if (success) return data;
  const mistakes = error.issues.flatMap(({ path, message, ...issue }): readonly Mistake[] =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ path: [...path, key], problem: unknownField(key, known.get(keyOf(path))) }))
      : [{ path, problem: message }],
  );
  throw refusal("malformed", "is malformed", mistakes);
}

function keyOf(path: readonly PropertyKey[]): string {
  return JSON.stringify(path.map(String));
}

function unknownField(key: string, among: readonly string[] = []): string {
  const meant = nearest(key, among);
  return `there is no field ${quoted(key)} here${meant === undefined ? "" : `, did you mean ${meant}?`}`;
}

function sentenceOf({ path, problem }: Mistake, document: Document.Parsed, lines: LineCounter): string {
  const { line, col } = lines.linePos(offsetOf(document, path) ?? 0);
  const field = path.length === 0 ? "" : `${named(path.map(String).join("."))}: `;
  return `line ${line}, column ${col}: ${field}${problem}`;
}

/** Where a field's name is, or what is nearest to it where there is no such field. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number | undefined {
  if (path.length === 0) return document.contents?.range?.[0];
  const parent = path.slice(0, -1);
  const holder = parent.length === 0 ? document.contents : document.getIn(parent, true);
  const last = path.at(-1);
  if (isMap(holder)) {
    const pair = holder.items.find((item) => isPair(item) && isNode(item.key) && String(item.key) === last);
    if (pair !== undefined && isNode(pair.key)) return pair.key.range?.[0];
  }
  const node = document.getIn(path, true);
  return (isNode(node) ? node.range?.[0] : undefined) ?? offsetOf(document, parent);
}
