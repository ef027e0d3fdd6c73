import type { UsedProgram } from "../../../model/index.ts";
import type { Report } from "../../../model/report/index.ts";
import { runCommand } from "../../failure-sections.ts";
import type { Page, PageCell } from "../model.ts";
import { type Html, html } from "../template.ts";
import { command } from "./command.ts";

/** What a reader should know and no requirement says. */
export function notesSection({ notes = [] }: Report): Html | undefined {
  if (notes.length === 0) return undefined;
  return html`
    <section aria-labelledby="notes">
      <h2 id="notes">Notes</h2>
      <ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>
    </section>`;
}

/** What it takes to have the same run again: the versions, the digest, and the command for each cell. */
export function reproduceSection({ report, cells }: Page): Html {
  const { tool, subject, startedAt } = report;
  return html`
    <section aria-labelledby="reproduce">
      <h2 id="reproduce">Run it again</h2>
      <dl class="facts">
        <div><dt>Harness</dt><dd>${tool.name} ${tool.version}</dd></div>
        <div><dt>Module</dt><dd><code>${subject.source}</code>${subject.version !== undefined && ` ${subject.version}`}</dd></div>
        <div><dt>Digest</dt><dd><code>${subject.digest}</code> <span class="quiet">the directory hash of Go modules</span></dd></div>
        <div><dt>Inputs</dt><dd>${subject.variables.map((name) => html`<code>${name}</code> `)}</dd></div>
        <div><dt>Started</dt><dd><time datetime="${startedAt}">${startedAt}</time></dd></div>
      </dl>
      ${cells.map((cell) => cellEntry(report, cell, cells.length <= openCells))}
      <p class="quiet">A run of a part of the catalogue also had <code>--only</code>, <code>--profile</code> or <code>--token</code>.</p>
    </section>`;
}

/** As many can be looked at without folding them away. */
const openCells = 3;

function cellEntry(report: Report, { cell, label, number }: PageCell, isOpen: boolean): Html {
  const { server, cli, terraform, providers, agent, coderAgent, coderServer, runtime, overrides = [] } = cell;
  const facts: readonly (readonly [string, string])[] = [
    ["Server", inFull(server)],
    ["Vault CLI", `${inFull(cli)}, ${cli.archives} archives`],
    ["Terraform", inFull(terraform)],
    ...Object.entries(providers).map(([source, version]) => ["Provider", `${source} ${version}`] as const),
    ["Workspace", `${agent} image, ${runtime} runtime`],
    ...(coderAgent === undefined ? [] : [["Agent", inFull(coderAgent)] as const]),
    ...(coderServer === undefined ? [] : [["Coder server", inFull(coderServer)] as const]),
    ...(overrides.length === 0 ? [] : [["Options", overrides.join(", ")] as const]),
  ];
  return html`
    <details class="cell" data-c="${number}"${isOpen && html` open`}>
      <summary><h3>${label}</h3> <span class="quiet cell-id">${cell.id}</span></summary>
      <dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      ${command(runCommand(report, cell))}
    </details>`;
}

function inFull({ name, version, origin, sha256, image }: UsedProgram): string {
  const where = [origin, image, sha256 === undefined ? undefined : `sha256 ${sha256}`].filter(
    (one) => one !== undefined,
  );
  return `${name} ${version}${where.length === 0 ? "" : ` (${where.join(", ")})`}`;
}
