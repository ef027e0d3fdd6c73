import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Outcome, Report } from "../../model/report/index.ts";
import { repositoryAddress } from "../../package/index.ts";
import { shownAs } from "../../verdict/index.ts";
import { failureSections, notesSection, reproduceSection } from "./failures/index.ts";
import { filters } from "./filters.ts";
import { grid } from "./grid.ts";
import { marks } from "./marks.ts";
import { layOut } from "./model.ts";
import { type Html, html, textOf, trusted } from "./template.ts";
import { headlineOf, runSection, verdictSection } from "./verdict.ts";

/** What the page may weigh, as long as its grid leaves room for anything else. */
const mostBytes = 1.48 * 1024 * 1024;
const leastRoom = 200 * 1024;

/**
 * Renders a report as one HTML page that needs nothing else: no network, no other file. Its own style and script are
 * the only ones that its Content Security Policy lets run, and whatever a subject said stands in it as text. Requirements link to
 * their pages and scenarios in the harness's `repository`.
 */
export function renderHtml(report: Report, repository: string | undefined = repositoryAddress): string {
  const page = layOut(report, repository);
  const style = asset("client.css");
  const script = asset("client.js");
  const head = headOf(report, style, script);
  const whole = (failures: Html, requirements: Html): string =>
    `<!doctype html>\n${textOf(html`
    <html lang="en">
      ${head}
      <body>
        <a class="skip" href="#requirements">Skip to the requirements</a>
        <main>
          ${verdictSection(report)}
          ${filters(page)}
          ${failures}
          ${runSection(report)}
          ${requirements}
          ${notesSection(report)}
          ${reproduceSection(page)}
        </main>
        <script type="module">${trusted(script)}</script>
      </body>
    </html>`)}\n`;
  const bare = whole(html``, grid(page, new Map()));
  if (report.failures.length + report.summary.blocked === 0 && report.known === undefined) return bare;
  const { sections, told } = failureSections(page, Math.max(leastRoom, mostBytes - Buffer.byteLength(bare)));
  return whole(sections, grid(page, told));
}

function headOf(report: Report, style: string, script: string): Html {
  const outcome = shownAs(report);
  const policy = [
    "default-src 'none'",
    `style-src '${hash(style)}'`,
    `script-src '${hash(script)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ];
  return html`
    <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="${trusted(policy.join("; "))}">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <meta name="generator" content="${`${report.tool.name} ${report.tool.version}`}">
      <title>${`${marks[outcome]} ${headlineOf(report)}: ${report.subject.source}`}</title>
      <link rel="icon" href="${icon(outcome)}">
      <style>${trusted(style)}</style>
    </head>`;
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

function asset(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}
