import { cutLines } from "../lines.ts";
import { type Html, html } from "../template.ts";

const context = 2;
const lastLines = 8;
const shortestFold = 5;

const telling =
  /\b(?:err(?:or|ors)?|fail(?:s|ed|ure)?|fatal|denied|refused?|forbidden|unauthori[sz]ed|invalid|missing|mismatch|unable|cannot|could not|can't|not found|no such|timed? ?out|unreachable|expired|unknown|warn(?:ing)?|panic|code: [45]\d\d)\b/i;

/** What a shell prints of its own commands under `set -x` holds every word that they are about. */
const trace = /^\++[\d.]* /;

interface Line {
  readonly number: number;
  readonly text: string;
  readonly isTelling: boolean;
}

/**
 * A startup log, with the lines marked that tell what went wrong: Vault's own words, and words such as "denied".
 * Long stretches between them are folded away.
 */
export function startupLog(log: string, refusals: readonly string[], shownLines: number): Html {
  const all = cutLines(log).map((text, place) => ({
    number: place + 1,
    text,
    isTelling: refusals.some((refusal) => text.includes(refusal)) || (!trace.test(text) && telling.test(text)),
  }));
  if (all.length === 0) return html`<p class="quiet">The log is empty.</p>`;
  const left = all.length - shownLines;
  const note = html`<p class="quiet">The first ${left} lines are in report.json.</p>`;
  return html`${left > 0 && note}<div class="log" tabindex="0" role="group" aria-label="Startup log">${folded(all.slice(-shownLines))}</div>`;
}

function folded(lines: readonly Line[]): readonly Html[] {
  const isNear = (place: number) =>
    place >= lines.length - lastLines ||
    lines.slice(Math.max(0, place - context), place + context + 1).some((line) => line.isTelling);
  const stretches: { near: boolean; lines: Line[] }[] = [];
  for (const [place, line] of lines.entries()) {
    const near = isNear(place);
    const last = stretches.at(-1);
    if (last?.near === near) last.lines.push(line);
    else stretches.push({ near, lines: [line] });
  }
  return stretches.map((stretch) => {
    const shown = stretch.lines.map(written);
    if (stretch.near || stretch.lines.length < shortestFold) return html`${shown}`;
    return html`<details><summary>${stretch.lines.length} lines</summary>${shown}</details>`;
  });
}

function written({ number, text, isTelling }: Line): Html {
  return html`<code data-n="${isTelling ? `▸${number}` : number}">${isTelling ? html`<mark>${text}</mark>` : text}</code>`;
}
