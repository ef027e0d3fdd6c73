import { createHash } from "node:crypto";
import { type Document, isMap, isNode, isPair, LineCounter, parseDocument, visit } from "yaml";
import { WrongInput } from "../errors/index.ts";
import { named, quoted } from "../text/index.ts";
import { inconsistenciesIn, type Mistake } from "./inconsistencies.ts";
import { policySchema } from "./policySchema.ts";
import type { CatalogueItem, Policy, ReadPolicy } from "./types.ts";

const shownMistakes = 8;
const remedy = "Correct it; docs/gate.md shows how a policy is written, docs/policy.schema.json is its schema.";

/**
 * Reads a policy; `where` is its name for error messages, which have line and column. Besides the shape it checks that
 * the policy makes sense: that it names what exists, does not contradict itself, and leaves something to be shown.
 * @throws WrongInput `policy.not-yaml`, `policy.empty`, `policy.malformed`, `policy.inconsistent`
 */
export function parsePolicy(bytes: Buffer, where: string, catalogue: readonly CatalogueItem[]): ReadPolicy {
  const lines = new LineCounter();
  const document = parsed(bytes.toString("utf8"), where, lines);
  const place = (path: readonly PropertyKey[]): string => placeOf(document, lines, path);
  const policy = checkShape(document, where, place);
  const mistakes = inconsistenciesIn(policy, catalogue);
  if (mistakes.length > 0) throw refusal("policy.inconsistent", where, "does not make sense", mistakes, place);
  return { policy, where, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function parsed(text: string, where: string, lineCounter: LineCounter): Document.Parsed {
  const document = parseDocument(text, { lineCounter, stringKeys: true, prettyErrors: false, logLevel: "error" });
  const [first] = [...document.errors, ...document.warnings];
  if (first !== undefined) {
    const { line, col } = lineCounter.linePos(first.pos[0]);
    const problem = `The policy ${named(where)} cannot be read as YAML: line ${line}, column ${col}: ${first.message}.`;
    throw new WrongInput("policy.not-yaml", problem, remedy, { where, line, column: col }, first);
  }
  if (document.contents === null)
    throw new WrongInput("policy.empty", `The policy ${named(where)} is empty.`, remedy, { where });
  refuseOdd(document, where, lineCounter);
  return document;
}

/** Aliases hide how much there is, and `__proto__` is a name that programs lose. Neither belongs into a policy. */
function refuseOdd(document: Document.Parsed, where: string, lines: LineCounter): void {
  const refuse = (what: string, offset = 0): never => {
    const { line, col } = lines.linePos(offset);
    const problem = `The policy ${named(where)} is malformed: line ${line}, column ${col}: ${what}.`;
    throw new WrongInput("policy.malformed", problem, remedy, { where, line, column: col });
  };
  visit(document, {
    Alias: (_, alias) => refuse("aliases are not taken", alias.range?.[0]),
    Scalar: (key, scalar) => {
      if (key === "key" && scalar.value === "__proto__") refuse("no field has this name", scalar.range?.[0]);
    },
  });
}

function checkShape(document: Document.Parsed, where: string, place: Place): Policy {
  const { success, data, error } = policySchema.safeParse(document.toJS());
  if (success) return data;
  const mistakes = error.issues.flatMap(({ path, message, ...issue }): readonly Mistake[] =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ path: [...path, key], problem: `there is no field ${quoted(key)} here` }))
      : [{ path, problem: message }],
  );
  throw refusal("policy.malformed", where, "is malformed", mistakes, place);
}

type Place = (path: readonly PropertyKey[]) => string;

function refusal(code: string, where: string, how: string, mistakes: readonly Mistake[], place: Place): WrongInput {
  const sentences = mistakes.map(({ path, problem }) => {
    const field = path.length === 0 ? "" : `${named(path.map(String).join("."))}: `;
    return `${place(path)}: ${field}${problem}`;
  });
  const more = sentences.length - shownMistakes;
  const shown = sentences.slice(0, shownMistakes).join("; ") + (more > 0 ? `; and ${more} more` : "");
  return new WrongInput(code, `The policy ${named(where)} ${how}: ${shown}.`, remedy, { where, mistakes: sentences });
}

/** The place of a field's name, or of what is nearest to it where there is no such field. */
function placeOf(document: Document.Parsed, lines: LineCounter, path: readonly PropertyKey[]): string {
  const offset = offsetOf(document, path) ?? 0;
  const { line, col } = lines.linePos(offset);
  return `line ${line}, column ${col}`;
}

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
