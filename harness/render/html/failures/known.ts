import type { KnownEntry } from "../../../model/report/index.ts";
import { counted } from "../../../text/index.ts";
import { judgedByKnown, staleSentences } from "../../../verdict/index.ts";
import { cut } from "../lines.ts";
import type { Page, PageResult } from "../model.ts";
import { type Html, html } from "../template.ts";

const longestReason = 600;
const shownSentences = 100;

/** Why results are expected, each reason once. */
export function reasonsFor({ report }: Page, results: readonly PageResult[]): readonly Html[] {
  const { excused } = judgedByKnown(report);
  const entries = new Set(results.flatMap(({ result }) => excused.get(result)?.entry ?? []));
  return [...entries].map(reason);
}

function reason({ reason, link, owner, expires }: KnownEntry): Html {
  const terms = [
    ...(link === undefined ? [] : [isAddress(link) ? html`<a href="${link}">${link}</a>` : html`${link}`]),
    ...[owner, expires === undefined ? undefined : `until ${expires}`].flatMap((term) => (term ? [html`${term}`] : [])),
  ];
  return html`<p class="reason">${cut(reason, longestReason)}${terms.map((term) => html` <span class="quiet">${term}</span>`)}</p>`;
}

function isAddress(link: string): boolean {
  return /^https?:\/\/[^\s"'<>]+$/.test(link);
}

/** What the list of known failures has to be changed for. */
export function staleList({ report, cells }: Page): Html | undefined {
  const names = new Map(cells.map(({ cell, label }) => [cell.id, label]));
  const sentences = staleSentences(report, (id) => names.get(id) ?? id);
  if (sentences.length === 0) return undefined;
  const more = sentences.length - shownSentences;
  return html`
    <p>These entries of the list no longer apply:</p>
    <ul class="notes" aria-label="What is stale">${sentences.slice(0, shownSentences).map((one) => html`<li>${one}</li>`)}${more > 0 && html`<li>${counted(more, "more sentence")}: in report.json</li>`}</ul>`;
}
