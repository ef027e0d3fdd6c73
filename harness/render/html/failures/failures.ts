import type { Failure, RequirementReport } from "../../../model/report/index.ts";
import { counted } from "../../../text/index.ts";
import { rerunCommand } from "../../failure-sections.ts";
import { tokenAndRole } from "../bounds.ts";
import { cut, cutLines } from "../lines.ts";
import { mark } from "../marks.ts";
import type { Page, PageResult } from "../model.ts";
import { type Content, type Html, html, textOf } from "../template.ts";
import { timeline } from "../timeline.ts";
import { command } from "./command.ts";
import { startupLog } from "./log.ts";

const longestText = 4000;

/** How much is told of a failure: less where there would be no room for one of each requirement. */
type Depth = "full" | "brief";

/** What one requirement may take on average, in bytes, for its failures to be told in full. */
const roomForAll = 20_000;
const shown = { full: { lines: 300, requests: 40 }, brief: { lines: 30, requests: 6 } } as const;

interface Told extends PageResult {
  readonly failure: Failure;
}

/** Failures as the page tells them, and those that it had no room for. */
export interface FailureSection {
  readonly section: Html;
  readonly told: ReadonlySet<PageResult>;
}

/**
 * Everything about each failure, in the report's order, within `room` bytes: where that is not enough for all,
 * the first of every requirement come before the second of any.
 */
export function failureSection(page: Page, room: number): FailureSection {
  const all = page.results.filter((result): result is Told => result.failure !== undefined);
  const written = withinRoom(all, page, room);
  const kept = all.filter((result) => written.has(result));
  const groups = [...Map.groupBy(kept, ({ requirement }) => requirement)].map(([requirement, own]) =>
    group(
      page,
      requirement,
      own.flatMap((result) => written.get(result)?.(result === kept[0]) ?? []),
    ),
  );
  const left = page.report.failures.length - kept.length;
  const note = html`<p class="quiet">${counted(left, "more result")}: listed below, with the details in report.json.</p>`;
  const title = all.some(({ result }) => result.outcome === "fail") ? "What to fix" : "What the harness could not tell";
  const section = html`
    <section aria-labelledby="failures">
      <h2 id="failures">${title} <span class="quiet">${counted(requirementsOf(all).size, "requirement")}, ${counted(page.report.failures.length, "result")}</span></h2>
      ${groups}
      ${left > 0 && note}
    </section>`;
  return { section: all.length === 0 ? html`` : section, told: new Set(kept) };
}

function requirementsOf(all: readonly Told[]): ReadonlySet<RequirementReport> {
  return new Set(all.map(({ requirement }) => requirement));
}

function group({ report }: Page, requirement: RequirementReport, entries: readonly Html[]): Html {
  const profiles = [...new Set(report.requirements.map(({ profile }) => profile))];
  const { id, title, profile } = requirement;
  return html`
    <section class="group" data-p="${profiles.indexOf(profile)}">
      <h3><span class="id">${id}</span> <span class="title">${title}</span></h3>
      ${entries}
    </section>`;
}

type Entry = (isOpen: boolean) => Html;

function withinRoom(all: readonly Told[], page: Page, room: number): ReadonlyMap<PageResult, Entry> {
  const written = new Map<PageResult, Entry>();
  const depths: readonly Depth[] = room / requirementsOf(all).size < roomForAll ? ["brief"] : ["full", "brief"];
  let left = room;
  for (const result of firstOfEachFirst(all)) {
    const bodies = depths.map((depth) => details(page, result, depth));
    const sizes = bodies.map((body) => Buffer.byteLength(textOf(entry(page, result, body, true))));
    const fitting = sizes.findIndex((size) => size <= left);
    const body = bodies[fitting];
    if (body === undefined) break;
    left -= sizes[fitting] ?? 0;
    written.set(result, (isOpen) => entry(page, result, body, isOpen));
  }
  return written;
}

function firstOfEachFirst(all: readonly Told[]): readonly Told[] {
  const seen = new Map<string, number>();
  const ranked = all.map((result) => {
    const rank = seen.get(result.requirement.id) ?? 0;
    seen.set(result.requirement.id, rank + 1);
    return { result, rank };
  });
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ result }) => result);
}

function entry({ cells }: Page, { result, cell, id, failure }: Told, body: Html, isOpen: boolean): Html {
  const { scenario, token, outcome } = result;
  const where = [...(token === "none" ? [] : [`${token} token`]), ...(cells.length > 1 ? [cell.label] : [])];
  const [observed = ""] = cutLines(failure.observed);
  return html`
    <details class="failure" id="${id}" data-o="${outcome}" data-c="${cell.number}"${isOpen && html` open`}>
      <summary>${mark(outcome)}<span class="where"><b>${scenario}</b> ${where.join(", ")}</span> <span class="gist">${cut(observed, 160)}</span></summary>
      ${body}
    </details>`;
}

function details({ report }: Page, result: Told, depth: Depth): Html {
  const { failure, cell, id } = result;
  const { expected, observed, diagnosis, evidence } = failure;
  const { startupLog: log, vaultRequests = [], policy } = evidence;
  const refusals = vaultRequests
    .flatMap(({ error = "" }) => error.split("\n"))
    .map((line) => line.trim())
    .filter((line) => line.length > 3);
  return html`
    <div class="body">
      <div class="pair">${part("Expected", said(expected))}${part("Observed", said(observed), "observed")}</div>
      ${diagnosis.trim() !== "" && diagnosis !== observed && part("Diagnosis", said(diagnosis))}
      ${part("Run just this again", command(rerunCommand(report, failure)))}
      ${optional("What happened", timeline(failure, cell.cell, shown[depth].requests))}
      ${log !== undefined && part("Startup log", startupLog(log, refusals, shown[depth].lines))}
      ${optional("The token and the role", tokenAndRole(evidence, depth === "full"))}
      ${policy !== undefined && depth === "full" && part("Policy", html`<details><summary>The policy as Vault has it</summary><pre tabindex="0">${cut(policy, longestText)}</pre></details>`)}
      <p class="permalink"><a href="#${id}">Link to this result</a></p>
    </div>`;
}

function optional(title: string, content: Html | undefined): Content {
  return content !== undefined && part(title, content);
}

function part(title: string, content: Html, kind = ""): Html {
  return html`<section class="part ${kind}"><h4>${title}</h4>${content}</section>`;
}

function said(text: string): Html {
  return html`<p class="said">${cut(text, longestText)}</p>`;
}
