import { marks, outcomes } from "./marks.ts";
import type { Page } from "./model.ts";
import { type Content, type Html, html } from "./template.ts";

/** Narrows the page down; shown only where the page's script runs. */
export function filters({ report, cells }: Page): Html {
  const { passed, failed, unsupported, error, blocked } = report.summary;
  const counts = { pass: passed, fail: failed, unsupported, error, blocked } as const;
  const profiles = [...new Set(report.requirements.map(({ profile }) => profile))];
  const buttons = outcomes.map((outcome): Content => {
    const count = counts[outcome];
    return (
      count > 0 &&
      html`<button type="button" data-o="${outcome}" aria-pressed="false"><span aria-hidden="true">${marks[outcome]}</span> ${outcome} <span class="count">${count}</span></button>`
    );
  });
  return html`
    <form class="filters" id="filters" role="search" aria-label="Filter" hidden>
      <button type="button" class="more" aria-expanded="false">Filter</button>
      <div class="outcomes" role="group" aria-label="Outcomes">${buttons}</div>
      <label><span class="spoken">Profile</span><select name="profile"><option value="">All profiles</option>
        ${profiles.map((profile, place) => html`<option value="${place}">${profile}</option>`)}</select></label>
      ${
        cells.length > 1 &&
        html`<label><span class="spoken">Cell</span><select name="cell"><option value="">All cells</option>
          ${cells.map(({ number, label }) => html`<option value="${number}">${label}</option>`)}</select></label>`
      }
      <label class="search"><span class="spoken">Text</span><input type="search" name="text" placeholder="Search" autocomplete="off" spellcheck="false"></label>
      <button type="button" class="reset">Reset</button>
      <output role="status"></output>
    </form>`;
}
