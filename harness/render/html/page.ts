import type { Report } from "../../model/report/index.ts";
import { repositoryAddress } from "../../package/index.ts";
import { shownAs } from "../../verdict/index.ts";
import { asset, htmlDocument } from "./document.ts";
import { failureSections, notesSection, reproduceSection } from "./failures/index.ts";
import { filters } from "./filters.ts";
import { grid } from "./grid.ts";
import { marks } from "./marks.ts";
import { layOut } from "./model.ts";
import { type Html, html } from "./template.ts";
import { headlineOf, runSection, verdictSection } from "./verdict.ts";

/** What the page may weigh, as long as its grid leaves room for anything else. */
const mostBytes = 1.48 * 1024 * 1024;
const leastRoom = 200 * 1024;

/**
 * Renders a report as one HTML page that needs nothing else: no network, no other file. Whatever a subject said stands in it as
 * text. Requirements link to their pages and scenarios in the harness's `repository`.
 */
export function renderHtml(report: Report, repository: string | undefined = repositoryAddress): string {
  const page = layOut(report, repository);
  const outcome = shownAs(report);
  const whole = (failures: Html, requirements: Html): string =>
    htmlDocument({
      title: `${marks[outcome]} ${headlineOf(report)}: ${report.subject.source}`,
      outcome,
      generator: `${report.tool.name} ${report.tool.version}`,
      script: asset("client.js"),
      body: html`
        <a class="skip" href="#requirements">Skip to the requirements</a>
        <main>
          ${verdictSection(report)}
          ${filters(page)}
          ${failures}
          ${runSection(report)}
          ${requirements}
          ${notesSection(report)}
          ${reproduceSection(page)}
        </main>`,
    });
  const bare = whole(html``, grid(page, new Map()));
  if (report.failures.length + report.summary.blocked === 0 && report.known === undefined) return bare;
  const { sections, told } = failureSections(page, Math.max(leastRoom, mostBytes - Buffer.byteLength(bare)));
  return whole(sections, grid(page, told));
}
