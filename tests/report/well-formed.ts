/** An element as {@link readXml} found it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
const token =
  /<\?xml [^?]*\?>|<(?<close>\/?)(?<name>[A-Za-z-]+)(?<pairs>(?: [A-Za-z-]+="[^"<]*")*)(?<empty>\/?)>|(?<text>[^<]+)/gy;
const entity = /&(?:(?<named>amp|lt|gt|quot|apos)|#(?<code>\d+));/g;
const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * Reads the XML that our writer may write: no comments, CDATA sections, processing instructions or doctypes.
 * Throws at what XML 1.0 forbids, so that a report is checked on machines that have no XML tools.
 */
export function readXml(document: string): Element {
  if (forbidden.test(document)) throw new SyntaxError("a character that XML 1.0 forbids");
  const top: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  let end = 0;
  for (const match of document.matchAll(token)) {
    end = match.index + match[0].length;
    take(match.groups ?? {}, open);
  }
  const [root] = top.children;
  if (
    end !== document.length ||
    open.length !== 1 ||
    root === undefined ||
    top.children.length !== 1 ||
    top.text.trim()
  )
    throw new SyntaxError(`not well-formed at ${end}: ${document.slice(end, end + 60)}`);
  return root;
}

function take({ close, name, pairs = "", empty, text }: Record<string, string | undefined>, open: Element[]): void {
  const parent = open.at(-1);
  if (parent === undefined) throw new SyntaxError("more ends than starts");
  if (text !== undefined) parent.text += decoded(text);
  if (name === undefined) return;
  if (close === "/") {
    if (open.pop()?.name !== name) throw new SyntaxError(`</${name}> closes another element`);
    return;
  }
  const entries = [...pairs.matchAll(/ ([A-Za-z-]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [
    key,
    decoded(value),
  ]);
  const element: Element = { name, attributes: Object.fromEntries(entries), children: [], text: "" };
  if (Object.keys(element.attributes).length !== entries.length) throw new SyntaxError("an attribute twice");
  parent.children.push(element);
  if (empty !== "/") open.push(element);
}

function decoded(text: string): string {
  if (text.includes("]]>")) throw new SyntaxError("]]> in a text");
  if (text.replace(entity, "").includes("&")) throw new SyntaxError("a bare ampersand");
  return text.replace(entity, (_, name: string | undefined, code: string) =>
    name === undefined ? String.fromCodePoint(Number(code)) : (named[name] ?? ""),
  );
}
