/** What an expression of a workflow comes to. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** The contexts that an expression may name, and the functions that it may call. */
export interface Scope {
  readonly contexts: Readonly<Record<string, Value>>;
  readonly functions: Readonly<Record<string, (...values: readonly Value[]) => Value>>;
}

/** Contexts whose properties the platform fixes: another one is a mistake, not an absent value. */
const closed = new Set(["github", "runner", "job"]);
const token = /\s*(?:('(?:[^']|'')*')|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w-]*)|(&&|\|\||==|!=|[!()[\],.]))/y;

/** Puts what the expressions of a text come to into their places; one expression alone keeps its type. */
export function evaluate(text: string, scope: Scope): Value {
  const alone = /^\s*\$\{\{((?:(?!\}\}).)*)\}\}\s*$/s.exec(text)?.[1];
  if (alone !== undefined) return evaluateExpression(alone, scope);
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, inner: string) => asText(evaluateExpression(inner, scope)));
}

/** What an expression without its braces comes to. Whatever it has that is not known here is refused. */
export function evaluateExpression(expression: string, scope: Scope): Value {
  const words = tokensOf(expression);
  let at = 0;
  const next = (): string | undefined => words[at];
  const takes = (word: string): boolean => {
    if (words[at] !== word) return false;
    at += 1;
    return true;
  };
  const demand = (word: string): void => {
    if (!takes(word)) throw new SyntaxError(`${expression}: ${word} is missing before ${next() ?? "its end"}`);
  };

  function either(): Value {
    let left = both();
    while (takes("||")) {
      const right = both();
      left = isTrue(left) ? left : right;
    }
    return left;
  }

  function both(): Value {
    let left = equality();
    while (takes("&&")) {
      const right = equality();
      left = isTrue(left) ? right : left;
    }
    return left;
  }

  function equality(): Value {
    let left = negation();
    while (next() === "==" || next() === "!=") {
      const wanted = takes("==") || !takes("!=");
      left = isEqual(left, negation()) === wanted;
    }
    return left;
  }

  function negation(): Value {
    return takes("!") ? !isTrue(negation()) : primary();
  }

  function primary(): Value {
    if (takes("(")) {
      const value = either();
      demand(")");
      return value;
    }
    const word = words[at++];
    if (word === undefined) throw new SyntaxError(`${expression}: a value is missing at its end`);
    if (word.startsWith("'")) return word.slice(1, -1).replaceAll("''", "'");
    if (/^-?\d/.test(word)) return Number(word);
    if (word === "true" || word === "false") return word === "true";
    if (word === "null") return null;
    return next() === "(" ? called(word) : property(word);
  }

  function called(name: string): Value {
    const run = scope.functions[name];
    if (run === undefined) throw new SyntaxError(`${expression}: ${name}() is not known here`);
    demand("(");
    const values: Value[] = [];
    while (!takes(")")) {
      if (values.length > 0) demand(",");
      values.push(either());
    }
    return run(...values);
  }

  function property(root: string): Value {
    let value = scope.contexts[root];
    if (value === undefined) throw new SyntaxError(`${expression}: the context ${root} is not known here`);
    while (takes(".")) {
      const name = words[at++] ?? "";
      const found: Value | undefined = isRecord(value) ? value[name] : undefined;
      if (found === undefined && closed.has(root))
        throw new SyntaxError(`${expression}: ${root} has no property ${name} here`);
      value = found ?? null;
    }
    return value;
  }

  const value = either();
  if (next() !== undefined) throw new SyntaxError(`${expression}: ${next()} is not understood`);
  return value;
}

/** A value as it stands in a text. */
export function asText(value: Value): string {
  if (value === null) return "";
  if (typeof value === "object") throw new TypeError("an object is no text");
  return String(value);
}

/** Whether a condition with this value holds. */
export function isTrue(value: Value): boolean {
  return value !== "" && value !== 0 && value !== false && value !== null;
}

function tokensOf(expression: string): readonly string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  while (expression.slice(token.lastIndex).trim() !== "") {
    const from = token.lastIndex;
    const match = token.exec(expression);
    if (match === null) throw new SyntaxError(`${expression}: ${expression.slice(from).trim()} is not understood`);
    found.push(match[0].trim());
  }
  return found;
}

function isEqual(left: Value, right: Value): boolean {
  if (typeof left === "string" && typeof right === "string") return left.toLowerCase() === right.toLowerCase();
  if (typeof left === typeof right) return left === right;
  throw new TypeError("values of two types are compared, which the platform does by rules of its own");
}

function isRecord(value: Value): value is { readonly [name: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
