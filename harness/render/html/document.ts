import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Outcome } from "../../model/report/index.ts";
import { marks } from "./marks.ts";
import { type Html, html, textOf, trusted } from "./template.ts";

/** What is different from page to page. */
export interface HtmlDocument {
  readonly title: string;
  /** What the page comes to, which its icon shows. */
  readonly outcome: Outcome;
  readonly generator?: string;
  readonly body: Html;
  /** The script, as the text of a file of the package. */
  readonly script?: string;
}

/** A page in one file that loads nothing: the style that all pages share, and its own script, are the only ones that its Content Security Policy lets run. */
export function htmlDocument({ title, outcome, generator, body, script }: HtmlDocument): string {
  const style = asset("client.css");
  const policy = [
    "default-src 'none'",
    `style-src '${hash(style)}'`,
    ...(script === undefined ? [] : [`script-src '${hash(script)}'`]),
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ];
  return `<!doctype html>\n${textOf(html`
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${trusted(policy.join("; "))}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        ${generator !== undefined && html`<meta name="generator" content="${generator}">`}
        <title>${title}</title>
        <link rel="icon" href="${icon(outcome)}">
        <style>${trusted(style)}</style>
      </head>
      <body>${body}${script !== undefined && html`<script type="module">${trusted(script)}</script>`}</body>
    </html>`)}\n`;
}

const iconColours: Readonly<Record<Outcome, string>> = {
  pass: "#18794e",
  fail: "#b42318",
  error: "#86198f",
  blocked: "#8a3c00",
  unsupported: "#6f5600",
};

/** A page without one asks its server for it. */
function icon(verdict: Outcome): string {
  const circle = `<circle cx="8" cy="8" r="8" fill="${iconColours[verdict]}"/>`;
  const sign = `<text x="8" y="12" font-size="11" text-anchor="middle" fill="#fff">${marks[verdict]}</text>`;
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${circle}${sign}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(picture)}`;
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** A file of the package that stands beside this one. */
export function asset(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}
