import { visible } from "../../text/index.ts";

/** An element, to be written by {@link renderXml}. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children?: readonly (XmlElement | string)[];
}

/**
 * Writes a document that is well-formed whatever its texts hold (XML 1.0, section 2.2).
 * Characters that could mislead a reader, and those that XML forbids, become their escapes, such as `\x1b`.
 */
export function renderXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, "")}\n`;
}

function element({ name, attributes, children = [] }: XmlElement, indent: string): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${attribute(String(value))}"`);
  const open = `${indent}<${name}${pairs.join("")}`;
  if (children.length === 0) return `${open}/>`;
  // Space around text would become part of it.
  if (children.some((child) => typeof child === "string")) return `${open}>${children.map(inline).join("")}</${name}>`;
  const nested = children.map((child) => (typeof child === "string" ? "" : element(child, `${indent}  `)));
  return `${open}>\n${nested.join("\n")}\n${indent}</${name}>`;
}

function inline(child: XmlElement | string): string {
  return typeof child === "string" ? escaped(child) : element(child, "");
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return visible(text).replace(/[&<>"]/g, (character) => entities[character] ?? "");
}

function attribute(text: string): string {
  return escaped(text).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");
}
