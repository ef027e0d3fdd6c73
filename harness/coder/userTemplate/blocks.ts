/** A block of Terraform's native syntax, as far as it can be read without evaluating anything. */
export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  /** The text of each argument's expression. */
  readonly arguments: Readonly<Record<string, string>>;
  readonly blocks: readonly Block[];
}

type Body = Pick<Block, "arguments" | "blocks">;

const name = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const argumentSign = /[ \t]*=(?!=)[ \t]*/y;
const label = /[ \t]*(?:"((?:[^"\\]|\\.)*)"|([\p{ID_Start}_][\p{ID_Continue}-]*))/uy;
const opening = /[ \t]*\{/y;
const comment = /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const heredoc = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n(?:.*\r?\n)*?[ \t]*\1(?=\r?\n|$)/uy;

/** Reads a file or a block's inside. What Terraform itself would not read is read somehow: it says so better. */
export function readBody(text: string): Body {
  const found: Record<string, string> = {};
  const blocks: Block[] = [];
  for (let at = 0; at < text.length; ) {
    const word = match(name, text, at);
    if (word === undefined) {
      at = afterUnit(text, at);
      continue;
    }
    at += word[0].length;
    const sign = match(argumentSign, text, at);
    if (sign !== undefined) {
      const end = endOfExpression(text, at + sign[0].length);
      found[word[0]] = text.slice(at + sign[0].length, end).trim();
      at = end;
      continue;
    }
    const head = readLabels(text, at);
    const brace = match(opening, text, head.end);
    if (brace === undefined) continue;
    const inside = head.end + brace[0].length;
    at = afterUnit(text, inside - 1);
    blocks.push({ type: word[0], labels: head.labels, ...readBody(text.slice(inside, at - 1)) });
  }
  return { arguments: found, blocks };
}

function readLabels(text: string, start: number): { readonly labels: readonly string[]; readonly end: number } {
  const labels: string[] = [];
  let end = start;
  for (let found = match(label, text, end); found !== undefined; found = match(label, text, end)) {
    labels.push(found[1] ?? found[2] ?? "");
    end += found[0].length;
  }
  return { labels, end };
}

function endOfExpression(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== "\n" && match(comment, text, at) === undefined) at = afterUnit(text, at);
  return at;
}

const closings: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")" };

/** Where the comment, text, group or character that begins here has ended. */
function afterUnit(text: string, at: number): number {
  const whole = match(comment, text, at) ?? match(heredoc, text, at);
  if (whole !== undefined) return at + whole[0].length;
  if (text[at] === '"') return afterText(text, at);
  const closing = closings[text[at] ?? ""];
  return closing === undefined ? at + 1 : afterGroup(text, at, closing);
}

function afterGroup(text: string, start: number, closing: string): number {
  let at = start + 1;
  while (at < text.length && text[at] !== closing) at = afterUnit(text, at);
  return at + 1;
}

/** A text may have expressions in it, which may have texts in them. */
function afterText(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') {
    const two = text.slice(at, at + 2);
    if (two === "${" || two === "%{") at = afterGroup(text, at + 1, "}");
    else if (two === "$$" || two === "%%") at += text[at + 2] === "{" ? 3 : 1;
    else at += two.startsWith("\\") ? 2 : 1;
  }
  return at + 1;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
