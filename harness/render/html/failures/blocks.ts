import { counted } from "../../../text/index.ts";
import { blocksOf } from "../../blocked.ts";
import type { Cause } from "../../causes.ts";
import { cut } from "../lines.ts";
import { mark } from "../marks.ts";
import { addressOf, type Page, type PageResult } from "../model.ts";
import { type Html, html } from "../template.ts";

/** How many blocked results the page lists, shared out among what blocks them. */
const shownResults = 300;
const fewest = 5;
const longestReason = 160;

/** For each cause that blocks results an entry that folds them, with `name` as the last part of its address. */
export function blockEntries(page: Page, causes: readonly Cause[], name: string): ReadonlyMap<Cause, Html> {
  const blocking = causes.filter(({ blocked }) => blocked.length > 0);
  const most = Math.max(fewest, Math.floor(shownResults / Math.max(1, blocking.length)));
  return new Map(blocking.map((cause) => [cause, entry(page, cause, { most, id: addressOf([cause.id, name]) })]));
}

function entry(page: Page, cause: Cause, { most, id }: { readonly most: number; readonly id: string }): Html {
  const results = cause.blocked.flatMap(({ result }) => page.byResult.get(result) ?? []);
  const cells = results.map(({ cell }) => cell.number);
  const more = results.length - most;
  return html`
    <details class="failure" id="${id}" data-o="blocked" data-c="${cells.join(" ")}">
      <summary>${mark("blocked")}<span class="where">${blocksOf(cause)}</span></summary>
      <div class="body"><ul class="results">${results.slice(0, most).map((one) => line(page, one))}</ul>
      ${more > 0 && html`<p class="quiet">${counted(more, "more result")}: listed below.</p>`}</div>
    </details>`;
}

function line({ cells }: Page, { id, requirement, result, cell }: PageResult): Html {
  const { scenario, token, reason = "" } = result;
  const where = [token === "none" ? "" : `${token} token`, cells.length > 1 ? cell.label : ""];
  const facts = where.filter((part) => part !== "").join(", ");
  return html`<li data-o="blocked"><a href="#${id}">${requirement.id} ${scenario}</a> ${facts}<q>${cut(reason, longestReason)}</q></li>`;
}
