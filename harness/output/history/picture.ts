import { createHash } from "node:crypto";
import type { Outcome } from "../../model/report/index.ts";
import { type Html, html, textOf, trusted } from "../../render/index.ts";
import { counted } from "../../text/index.ts";
import { outcomeOf } from "../../verdict/index.ts";
import type { Flip } from "./flips.ts";
import type { History } from "./read.ts";
import { type HistoryRecord, outcomeAt } from "./record.ts";

const shownRuns = 30;
const shownFields = 60_000;
const shownFlips = 200;

const marks: Readonly<Record<Outcome, string>> = { pass: "✓", fail: "✗", error: "!", unsupported: "–", blocked: "⊘" };

const style = `:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem}
table{border-collapse:collapse}th{text-align:left;font-weight:400;padding-right:1rem}
td{width:1.2rem;text-align:center;font-size:12px}
.pass{background:light-dark(#e6f3eb,#16301f);color:light-dark(#18693f,#79d3a0)}
.fail{background:light-dark(#b42318,#ff9d92);color:light-dark(#fff,#111)}
.error{background:light-dark(#86198f,#ecaaf5);color:light-dark(#fff,#111)}
.blocked{background:light-dark(#fbe9dc,#3b2413);color:light-dark(#8a3c00,#f3ae7d)}
.unsupported{background:light-dark(#f5eedb,#332c12);color:light-dark(#695200,#dfc26b)}
.scroll{overflow-x:auto}summary{cursor:pointer}`;

/** A page that needs nothing else: the last runs, for each cell a line for each requirement, and what flipped. */
export function renderHistory({ records, damaged }: History, flips: readonly Flip[]): string {
  const runs = records.slice(-shownRuns);
  const tables = tablesOf(runs);
  const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`;
  const first = runs[0]?.startedAt ?? "";
  const last = runs.at(-1)?.startedAt ?? "";
  return `<!doctype html>\n${textOf(html`
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>vault-jwt conformance: the last ${counted(runs.length, "run")}</title>
        <style>${trusted(style)}</style>
      </head>
      <body>
        <h1>The last ${counted(runs.length, "run")}</h1>
        <p>From ${first} to ${last}, the latest on the right.</p>
        ${flipList(flips)}
        ${damaged.length > 0 && html`<h2>Damaged records</h2><ul>${damaged.map((name) => html`<li>${name}</li>`)}</ul>`}
        ${tables}
      </body>
    </html>`)}\n`;
}

function flipList(flips: readonly Flip[]): Html | undefined {
  if (flips.length === 0) return undefined;
  const more = flips.length - shownFlips;
  const lines = flips.slice(0, shownFlips).map((flip) => html`<li>${flipInWords(flip)}</li>`);
  return html`<h2>Flipped without a change of module, harness, server, CLI or Terraform</h2><ul>${lines}${more > 0 && html`<li>${more} more</li>`}</ul>`;
}

/** A flip in a line. */
export function flipInWords({ requirement, scenario, token, cell, turns, at }: Flip): string {
  return `${requirement} ${scenario} [${token}] on ${cell}: ${turns.slice(-8).join(" → ")}, last at ${at}`;
}

interface Line {
  readonly requirement: string;
  readonly outcomes: readonly (Outcome | undefined)[];
}

interface CellTable {
  readonly id: string;
  readonly lines: readonly Line[];
  readonly isQuiet: boolean;
}

/** Cells in which not everything passed come first: they are left out last. */
function tablesOf(runs: readonly HistoryRecord[]): Html {
  const ids = [...new Set(runs.toReversed().flatMap(({ cells }) => cells.map(({ id }) => id)))];
  const all = ids.map((id) => tableOf(id, runs));
  const sorted = [...all.filter(({ isQuiet }) => !isQuiet), ...all.filter(({ isQuiet }) => isQuiet)];
  let left = shownFields;
  const shown = sorted.filter(({ lines }) => {
    left -= lines.length * runs.length;
    return left >= 0;
  });
  const more = sorted.length - shown.length;
  return html`${shown.map((table) => tableHtml(table, runs))}${more > 0 && html`<p>${counted(more, "more cell")} in the records.</p>`}`;
}

function tableOf(id: string, runs: readonly HistoryRecord[]): CellTable {
  const byRun = runs.map((run) => outcomesIn(run, id));
  const requirements = [...new Set(byRun.flatMap((own) => [...own.keys()]))];
  const lines = requirements.map((requirement) => ({
    requirement,
    outcomes: byRun.map((own) => own.get(requirement)),
  }));
  const isQuiet = lines.every(({ outcomes }) => outcomes.every((one) => one === undefined || one === "pass"));
  return { id, lines, isQuiet };
}

function outcomesIn({ cells, rows }: HistoryRecord, id: string): ReadonlyMap<string, Outcome> {
  const place = cells.findIndex((cell) => cell.id === id);
  const found = new Map<string, Outcome>();
  for (const row of place < 0 ? [] : rows) {
    const outcome = outcomeAt(row, place);
    if (outcome === undefined) continue;
    const before = found.get(row.requirement);
    found.set(row.requirement, before === undefined ? outcome : outcomeOf([before, outcome]));
  }
  return found;
}

function tableHtml({ id, lines, isQuiet }: CellTable, runs: readonly HistoryRecord[]): Html {
  const rows = lines.map(({ requirement, outcomes }) => {
    const fields = outcomes.map((outcome, place) =>
      outcome === undefined
        ? html`<td></td>`
        : html`<td class="${outcome}" title="${`${runs[place]?.startedAt ?? ""}: ${outcome}`}">${marks[outcome]}</td>`,
    );
    return html`<tr><th scope="row">${requirement}</th>${fields}</tr>`;
  });
  return html`<details${!isQuiet && html` open`}><summary>${id}</summary><div class="scroll" tabindex="0"><table>${rows}</table></div></details>`;
}
