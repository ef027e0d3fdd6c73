import { visible } from "../../text/index.ts";

/** Text that is HTML already. Only {@link html} makes it, so that nothing else goes unescaped. */
export interface Html {
  readonly [markup]: string;
}

/** What may stand in a template: texts, which are escaped; HTML, which is taken as it is; lists of both; or nothing. */
export type Content = string | number | Html | false | undefined | readonly Content[];

const markup: unique symbol = Symbol("markup");

/**
 * Writes HTML. Every text put in is escaped, also for attributes in double quotes, and what could mislead a reader made visible.
 * Line ends and the indentation after them are not part of the result: a space between two elements is written as one.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  const [first = "", ...rest] = compact(strings);
  return { [markup]: rest.reduce((written, part, place) => written + rendered(values[place]) + part, first) };
}

/** The text of a template's result. */
export function textOf(content: Html): string {
  return content[markup];
}

/** A text of the package's own, to be taken as it is: its style and its script. */
export function trusted(text: string): Html {
  return { [markup]: text };
}

function rendered(value: Content): string {
  if (value === undefined || value === false) return "";
  if (typeof value === "string") return escaped(value);
  if (typeof value === "number") return String(value);
  return isHtml(value) ? value[markup] : value.map(rendered).join("");
}

function isHtml(value: Html | readonly Content[]): value is Html {
  return markup in value;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

const compacted = new WeakMap<TemplateStringsArray, readonly string[]>();

function compact(strings: TemplateStringsArray): readonly string[] {
  const known = compacted.get(strings);
  if (known !== undefined) return known;
  const parts = strings.map((part) => part.replace(/\n\s*/g, ""));
  compacted.set(strings, parts);
  return parts;
}
