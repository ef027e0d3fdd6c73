/** What {@link readMarkdown} found, one entry for each block: its kind and how many parts it has. */
export type MarkdownBlock = string;

/** A character that neither Markdown nor those who show it give a meaning to, or an entity. */
const inert = String.raw`(?:[\p{L}\p{N}\p{M} ,;(/'"?]|(?<=[\p{L}\p{N}])[.-](?=[\p{L}\p{N}])|[^\x00-\uffff]|&#\d+;|<!-- -->)`;
const inline = new RegExp(`^(?:${inert}|<code>(?:${inert})*</code>|(?<=<!-- -->)[.-])*$`, "u");
const mark = /^[✅❌⛔➖]|^⚠️/u;
/** Our own words have these, where they mean nothing. */
const own = /[:.)]|\*\*/g;
const refers = /[@#$~^!%:&]|GH-|\/\/|www\./i;
const summary = /^<details><summary>(\S+) <b>(.*)<\/b> (fail|error): (.*)<\/summary>$/;

/** Reads the Markdown that our writer may write, and throws at whatever else could be of meaning. */
export function readMarkdown(document: string): readonly MarkdownBlock[] {
  const blocks: MarkdownBlock[] = [];
  const lines = document.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const [fence] = /^`{3,}$/.exec(line) ?? [];
    if (fence === undefined) {
      if (line !== "") blocks.push(blockOf(line));
      continue;
    }
    const end = lines.findIndex((other, place) => place > at && closes(other, fence.length));
    if (end < 0) throw new SyntaxError("a code block without an end");
    if (lines.slice(at + 1, end).some((inside) => !inside.startsWith("  ")))
      throw new SyntaxError("code at the margin");
    if (lines[end] !== fence) throw new SyntaxError("a code block that something else ends");
    blocks.push("code");
    at = end;
  }
  return blocks;
}

function closes(line: string, length: number): boolean {
  const [, run = ""] = /^ {0,3}(`{3,})[ \t]*$/.exec(line) ?? [];
  return run.length >= length;
}

function blockOf(line: string): MarkdownBlock {
  const [, level] = /^(#{2,3}) \P{Cc}+$/u.exec(line) ?? [];
  if (level !== undefined) return line;
  if (line.startsWith("| ") && line.endsWith(" |")) return rowOf(line.slice(2, -2).split(" | "));
  if (line.startsWith("- ")) return inertIn(line.slice(2).replace(/: /, " "), "item");
  if (line === "</details>") return line;
  const [, , requirement, outcome, where] = summary.exec(line) ?? [];
  if (requirement !== undefined && where !== undefined) return inertIn(`${requirement} ${where}`, `details ${outcome}`);
  return inertIn(line.replace(own, ""), "paragraph");
}

function rowOf(cells: readonly string[]): MarkdownBlock {
  if (cells.every((cell) => cell === "---")) return `delimiters ${cells.length}`;
  for (const cell of cells) inertIn(cell.replace(mark, ""), "");
  return `row ${cells.length}`;
}

function inertIn(text: string, block: MarkdownBlock): MarkdownBlock {
  if (!inline.test(text) || /www\./i.test(text)) throw new SyntaxError(`text that is not inert: ${text}`);
  const said = text.replace(/<code>.*?<\/code>/g, "").replace(/&#\d+;<!-- -->|<!-- -->/g, " ");
  if (refers.test(said.replace(/&#(\d+);/g, (_, number: string) => String.fromCharCode(Number(number)))))
    throw new SyntaxError(`text that refers to something: ${text}`);
  return block;
}
