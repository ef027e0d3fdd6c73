import { counted } from "../../../text/index.ts";
import { derivedOf } from "../../blocked.ts";
import { type Cause, causesOf, whereOf } from "../../causes.ts";
import { furtherDiagnosis, meaningOf, rerunCommand } from "../../failure-sections.ts";
import { tokenAndRole } from "../bounds.ts";
import { cut, cutLines } from "../lines.ts";
import { mark } from "../marks.ts";
import type { FailedResult, Page, PageResult } from "../model.ts";
import { type Content, type Html, html, textOf } from "../template.ts";
import { timeline } from "../timeline.ts";
import { blockEntries } from "./blocks.ts";
import { command } from "./command.ts";
import { startupLog } from "./log.ts";

const longestText = 4000;

/** How much is told of a failure: less where there would be no room for one of each requirement. */
type Depth = "full" | "brief";

/** What one requirement may take on average, in bytes, for its failures to be told in full. */
const roomForAll = 20_000;
const shown = { full: { lines: 300, requests: 40 }, brief: { lines: 24, requests: 5 } } as const;

/** Results that failed in the same words, which are one entry of the page. */
interface Same {
  readonly first: FailedResult;
  readonly all: readonly FailedResult[];
  /** Where they were seen. */
  readonly where: string;
}

/** Failures as the page tells them; those that it had no room for are in no entry. */
export interface FailureSection {
  readonly section: Html;
  /** For each result that an entry tells of, the one that gives the entry its address. */
  readonly told: ReadonlyMap<PageResult, PageResult>;
}

/**
 * Everything about each failure, in the report's order, within `room` bytes: where that is not enough for all,
 * the first of every requirement come before the second of any. Below those of a requirement stands what it blocks.
 */
export function failureSection(page: Page, room: number): FailureSection {
  const causes = causesOf(page.report);
  const entries = new Map(causes.map((cause) => [cause, sameResults(page, cause)]));
  const blocks = blockEntries(page, causes);
  const taken = [...blocks.values()].reduce((sum, one) => sum + Buffer.byteLength(textOf(one)), 0);
  const all = [...entries.values()].flat();
  const written = withinRoom(all, page, room - taken);
  const kept = all.filter((same) => written.has(same));
  const groups = causes.map((cause) => {
    const own = entries.get(cause) ?? [];
    return group(page, cause, [
      ...own.flatMap((same) => written.get(same)?.(same === kept[0]) ?? []),
      ...(blocks.get(cause) === undefined ? [] : [blocks.get(cause)]),
    ]);
  });
  const told = new Map(kept.flatMap((same) => same.all.map((one) => [one, same.first] as const)));
  const results = all.reduce((sum, same) => sum + same.all.length, 0);
  const left = results - told.size;
  const note = html`<p class="quiet">${counted(left, "more result")}: listed below, with the details in report.json.</p>`;
  const { failed, blocked } = page.report.summary;
  const title = failed + blocked > 0 ? "What to fix" : "What the harness could not tell";
  const stopped = blocked === 0 ? "" : `, ${blocked} blocked`;
  const section = html`
    <section aria-labelledby="failures">
      <h2 id="failures">${title} <span class="quiet">${counted(causes.length, "requirement")}, ${counted(results, "result")}${stopped}</span></h2>
      ${groups}
      ${left > 0 && note}
    </section>`;
  return { section: causes.length === 0 ? html`` : section, told };
}

function sameResults(page: Page, { failures }: Cause): readonly Same[] {
  const nameOf = (id: string): string => page.cells.find(({ cell }) => cell.id === id)?.label ?? id;
  return failures.flatMap((same) => {
    const all = same.all.flatMap((failure) => page.byFailure.get(failure) ?? []);
    const [first] = all;
    return first === undefined ? [] : [{ first, all, where: whereOf(same, page.report, nameOf) }];
  });
}

function group({ report }: Page, { id, requirement, ...cause }: Cause, entries: readonly Content[]): Html {
  const profiles = [...new Set(report.requirements.map(({ profile }) => profile))];
  const { title = "", profile = "" } = requirement ?? {};
  const follows = derivedOf({ id, requirement, ...cause });
  return html`
    <section class="group" data-p="${profiles.indexOf(profile)}">
      <h3><span class="id">${id}</span> <span class="title">${title}</span></h3>
      ${entries}
      ${follows !== undefined && html`<p class="quiet">${follows}</p>`}
    </section>`;
}

type Entry = (isOpen: boolean) => Html;

function withinRoom(all: readonly Same[], page: Page, room: number): ReadonlyMap<Same, Entry> {
  const written = new Map<Same, Entry>();
  const requirements = new Set(all.map(({ first }) => first.requirement));
  const depths: readonly Depth[] = room / requirements.size < roomForAll ? ["brief"] : ["full", "brief"];
  let left = room;
  for (const same of firstOfEachFirst(all)) {
    const bodies = depths.map((depth) => details(page, same, depth));
    const sizes = bodies.map((body) => Buffer.byteLength(textOf(entry(same, body, true))));
    const fitting = sizes.findIndex((size) => size <= left);
    const body = bodies[fitting];
    if (body === undefined) break;
    left -= sizes[fitting] ?? 0;
    written.set(same, (isOpen) => entry(same, body, isOpen));
  }
  return written;
}

function firstOfEachFirst(all: readonly Same[]): readonly Same[] {
  const seen = new Map<string, number>();
  const ranked = all.map((same) => {
    const { id } = same.first.requirement;
    const rank = seen.get(id) ?? 0;
    seen.set(id, rank + 1);
    return { same, rank };
  });
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ same }) => same);
}

function entry({ first, all, where }: Same, body: Html, isOpen: boolean): Html {
  const { id, result, failure } = first;
  const [observed = ""] = cutLines(failure.observed);
  const cells = [...new Set(all.map(({ cell }) => cell.number))];
  return html`
    <details class="failure" id="${id}" data-o="${result.outcome}" data-c="${cells.join(" ")}"${isOpen && html` open`}>
      <summary>${mark(result.outcome)}<span class="where"><b>${result.scenario}</b> ${where}</span> <span class="gist">${cut(observed, 160)}</span></summary>
      ${body}
    </details>`;
}

function details({ report }: Page, same: Same, depth: Depth): Html {
  const { failure, cell, id } = same.first;
  const { expected, observed, evidence } = failure;
  const { startupLog: log, vaultRequests = [], policy } = evidence;
  const [means] = meaningOf(report, failure);
  const diagnosis = furtherDiagnosis(failure);
  const refusals = vaultRequests
    .flatMap(({ error = "" }) => error.split("\n"))
    .map((line) => line.trim())
    .filter((line) => line.length > 3);
  return html`
    <div class="body">
      <div class="pair">${part("Expected", said(expected))}${part("Observed", said(observed), "observed")}</div>
      ${means !== undefined && part("What it means", said(means))}
      ${diagnosis !== "" && part("Diagnosis", said(diagnosis))}
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
