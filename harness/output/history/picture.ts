import { isBad, type Outcome } from "../../model/report/index.ts";
import { type Html, html, htmlDocument, marks, moment } from "../../render/index.ts";
import { counted, listed } from "../../text/index.ts";
import { outcomeOf } from "../../verdict/index.ts";
import type { Flip } from "./flips.ts";
import type { History } from "./read.ts";
import { type HistoryRecord, outcomeAt } from "./record.ts";

const shownRuns = 30;
const shownFields = 60_000;
const shownLines = 200;
const shownNames = 6;

/** A page like that of a report, which needs nothing else: the last runs, what flipped, and for each cell a line for each requirement. */
export function renderHistory({ records, damaged }: History, flips: readonly Flip[]): string {
  const runs = records.slice(-shownRuns);
  const latest = runs.at(-1);
  const outcome = latest === undefined ? "unsupported" : outcomeOf([...outcomesIn(latest).values()]);
  const title = `The last ${counted(runs.length, "run")}`;
  return htmlDocument({
    title: `${marks[outcome]} vault-jwt conformance: ${title}`,
    outcome,
    body: html`
      <main class="history">
        <header class="verdict" data-o="${outcome}">
          <p class="overline">vault-jwt conformance history</p>
          <h1><span class="seal" aria-hidden="true">${marks[outcome]}</span>${title}</h1>
          ${latest !== undefined && html`<p class="lead">${inShort(latest)}</p>`}
        </header>
        ${listSection("flips", "What flipped", flips.map(flipInWords), "Without a change of module, harness, server, CLI or Terraform.")}
        ${listSection("damaged", "Damaged records", damaged, "They are left out.")}
        <section aria-labelledby="runs">
          <h2 id="runs">Requirements <span class="quiet">by run, the latest on the right</span></h2>
          ${tablesOf(runs)}
        </section>
      </main>`,
  });
}

/** What the latest run came to. */
function inShort(run: HistoryRecord): string {
  const bad = [...outcomesIn(run)].flatMap(([requirement, outcome]) => (isBad(outcome) ? [requirement] : []));
  const what = bad.length === 0 ? "Nothing failed" : `${listed(bad, shownNames)} did not pass`;
  return `${what} in the latest run, of ${moment(run.startedAt)}.`;
}

function listSection(id: string, title: string, lines: readonly string[], note: string): Html | undefined {
  if (lines.length === 0) return undefined;
  const more = lines.length - shownLines;
  return html`
    <section aria-labelledby="${id}">
      <h2 id="${id}">${title} <span class="quiet">${lines.length}</span></h2>
      <p>${note}</p>
      <ul class="notes">${lines.slice(0, shownLines).map((line) => html`<li>${line}</li>`)}${more > 0 && html`<li>${more} more</li>`}</ul>
    </section>`;
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

/** What each requirement came to in a run: in one cell, or in all of them together. */
function outcomesIn({ cells, rows }: HistoryRecord, id?: string): ReadonlyMap<string, Outcome> {
  const places = cells.flatMap((cell, place) => (id === undefined || cell.id === id ? [place] : []));
  const found = new Map<string, Outcome>();
  for (const row of rows) {
    const before = found.get(row.requirement);
    const outcomes = [before, ...places.map((place) => outcomeAt(row, place))].filter((one) => one !== undefined);
    if (outcomes.length > 0) found.set(row.requirement, outcomeOf(outcomes));
  }
  return found;
}

function tableHtml({ id, lines, isQuiet }: CellTable, runs: readonly HistoryRecord[]): Html {
  const head = runs.map(({ startedAt }) => html`<th scope="col"><span class="column">${moment(startedAt)}</span></th>`);
  const rows = lines.map(({ requirement, outcomes }) => {
    const fields = outcomes.map((outcome, place) =>
      outcome === undefined
        ? html`<td></td>`
        : html`<td data-o="${outcome}" title="${`${runs[place]?.startedAt ?? ""}: ${outcome}`}">${marks[outcome]}</td>`,
    );
    return html`<tr><th class="id" scope="row">${requirement}</th>${fields}</tr>`;
  });
  return html`
    <details class="cell"${!isQuiet && html` open`}>
      <summary><h3>${id}</h3> <span class="quiet">${isQuiet && "all passed"}</span></summary>
      <div class="scroll" tabindex="0" role="group" aria-label="Requirements by run">
        <table class="grid dense"><thead><tr><th scope="col">Requirement</th>${head}</tr></thead><tbody>${rows}</tbody></table>
      </div>
    </details>`;
}
