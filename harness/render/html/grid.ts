import type { Outcome, RequirementReport } from "../../model/report/index.ts";
import { outcomeOf } from "../../verdict/index.ts";
import { aboutRequirement } from "./about.ts";
import { cut } from "./lines.ts";
import { duration, mark, marks } from "./marks.ts";
import { addressOf, type Page, type PageCell, type PageResult } from "./model.ts";
import { type Html, html } from "./template.ts";

/** With more cells than this a field of the grid has room for one sign only. */
const roomyCells = 3;

/** So many columns need no scrolling sideways on a wide screen. */
const fittingCells = 20;

/** For each result that has its details elsewhere in the page, the one whose address they have. */
type Told = ReadonlyMap<PageResult, PageResult>;

/** Requirements × cells. Each row opens to its results; each field leads to what it stands for. */
export function grid(page: Page, told: Told): Html {
  const { report, cells } = page;
  const own = Map.groupBy(page.results, ({ requirement }) => requirement);
  const profiles = [...new Set(report.requirements.map(({ profile }) => profile))];
  const areas = Map.groupBy(report.requirements, ({ id }) => id.split("-", 1)[0]);
  const isRoomy = cells.length <= roomyCells;
  const rows = [...areas.values()].map((area) => {
    const lines = area.map((requirement) => {
      const profile = profiles.indexOf(requirement.profile);
      return row({
        requirement,
        profile,
        results: own.get(requirement) ?? [],
        cells,
        isRoomy,
        told,
        source: page.source,
      });
    });
    return html`<tbody>${lines}</tbody>`;
  });
  return html`
    <section aria-labelledby="requirements">
      <h2 id="requirements">Requirements <span class="quiet">${cells.length > 1 && "by cell"}</span></h2>
      <div class="scroll ${cells.length <= fittingCells && "fits"}" tabindex="0" role="group" aria-label="Requirements by cell">
        <table class="grid ${isRoomy ? "roomy" : "dense"}" id="grid">
          <thead><tr><th scope="col">Requirement</th>${cells.map(column)}</tr></thead>
          ${rows}
        </table>
      </div>
      <p class="nothing" id="nothing" hidden>Nothing matches these filters.</p>
    </section>`;
}

function column({ number, label, cell }: PageCell): Html {
  return html`<th scope="col" data-c="${number}" title="${cell.id}"><span class="column">${label}</span></th>`;
}

interface Row {
  readonly requirement: RequirementReport;
  readonly profile: number;
  readonly results: readonly PageResult[];
  readonly cells: readonly PageCell[];
  readonly isRoomy: boolean;
  readonly told: Told;
  readonly source: string | undefined;
}

function row({ requirement, profile, results, cells, isRoomy, told, source }: Row): Html {
  const listed = Map.groupBy(results, ({ cell }) => cell);
  const fields = cells.map((cell) => {
    const own = listed.get(cell) ?? [];
    if (isRoomy && own.length > 0) return roomyField(cell, own, told);
    return denseField(cell, own, told);
  });
  return html`
    <tr data-o="${requirement.outcome}" data-p="${profile}">
      <th scope="row">
        <details id="${addressOf([requirement.id])}">
          <summary><span class="id">${requirement.id}</span> <span class="title">${requirement.title}</span> <span class="quiet profile">${requirement.profile}</span></summary>
          ${aboutRequirement(requirement, source)}
          <ul class="results">${results.map((result) => line(result, { isNamed: cells.length > 1, told }))}</ul>
        </details>
      </th>
      ${fields}
    </tr>`;
}

function denseField({ number, label }: PageCell, results: readonly PageResult[], told: Told): Html {
  const worst = gravest(results);
  if (worst === undefined) return html`<td data-c="${number}"></td>`;
  const { outcome } = worst.result;
  const name = `${outcome}: ${worst.requirement.id}, ${label}`;
  return html`<td data-c="${number}"><a data-o="${outcome}" href="#${(told.get(worst) ?? worst).id}" aria-label="${name}">${marks[outcome]}</a></td>`;
}

function roomyField({ number }: PageCell, results: readonly PageResult[], told: Told): Html {
  const byToken = [...Map.groupBy(results, ({ result }) => result.token)];
  const links = byToken.map(([token, own]) => {
    const worst = gravest(own);
    if (worst === undefined) return undefined;
    const { outcome } = worst.result;
    const said = token === "none" ? outcome : token;
    return html`<a data-o="${outcome}" href="#${(told.get(worst) ?? worst).id}">${mark(outcome)} ${said}</a>`;
  });
  return html`<td data-c="${number}">${links}</td>`;
}

function gravest(results: readonly PageResult[]): PageResult | undefined {
  const outcome: Outcome = outcomeOf(results.map(({ result }) => result.outcome));
  return results.find(({ result }) => result.outcome === outcome);
}

function line(one: PageResult, { isNamed, told }: { readonly isNamed: boolean; readonly told: Told }): Html {
  const { id, result, cell } = one;
  const details = told.get(one) ?? one;
  const { scenario, token, outcome, durationMs, reason, blockedBy } = result;
  const where = [
    token === "none" ? "" : `${token} token`,
    isNamed ? cell.label : "",
    duration(durationMs),
    blockedBy ? `blocked by ${blockedBy}` : "",
  ];
  const facts = where.filter((part) => part !== "").join(", ");
  const own = details === one && told.has(one) ? "" : html` id="${id}"`;
  return html`<li${own} data-o="${outcome}" data-c="${cell.number}"><a href="#${details.id}">${scenario}</a> ${facts}${reason !== undefined && html`<q>${cut(reason, 600)}</q>`}</li>`;
}
