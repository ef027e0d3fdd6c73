import type { Evidence } from "../../../model/report/index.ts";
import { furtherDiagnosis, meaningOf, rerunCommand } from "../../failure-sections.ts";
import { cut, cutLines } from "../lines.ts";
import { mark } from "../marks.ts";
import type { FailedResult, Page } from "../model.ts";
import { type Content, type Html, html, textOf } from "../template.ts";
import { tokenAndRole } from "./bounds.ts";
import { command } from "./command.ts";
import { folded } from "./folded.ts";
import { startupLog } from "./log.ts";
import { timeline } from "./timeline.ts";

const longestText = 4000;

/** How much is told of a failure: less where there would be no room for one of each requirement. */
type Depth = "full" | "brief";

/** What one requirement may take on average, in bytes, for its failures to be told in full. */
const roomForAll = 20_000;
const shown = { full: { lines: 300, requests: 40 }, brief: { lines: 14, requests: 4 } } as const;

/** Results that failed in the same words, which are one entry of the page. */
export interface Same {
  readonly first: FailedResult;
  readonly all: readonly FailedResult[];
  /** Where they were seen. */
  readonly where: string;
}

/** An entry, which may be open from the start. */
type Entry = (isOpen: boolean) => Html;

/** The entries of as many of `all` as `room` has bytes for, in that order; all of them in brief where that is little. */
export function entriesWithin(room: number, all: readonly Same[], page: Page): ReadonlyMap<Same, Entry> {
  const written = new Map<Same, Entry>();
  const requirements = new Set(all.map(({ first }) => first.requirement));
  const depths: readonly Depth[] = room / requirements.size < roomForAll ? ["brief"] : ["full", "brief"];
  let left = room;
  for (const same of all) {
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

function entry({ first, all, where }: Same, body: Html, isOpen: boolean): Html {
  const { id, result, failure } = first;
  const [observed = ""] = cutLines(failure.observed);
  const cells = all.map(({ cell }) => cell.number);
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
      ${evidence.start !== undefined && depth === "full" && part("What the start did", done(evidence.start))}
      ${optional("The token and the role", tokenAndRole(evidence, depth === "full"))}
      ${policy !== undefined && depth === "full" && part("Vault policy", folded("The policy as Vault has it", policy, longestText))}
      <p class="permalink"><a href="#${id}">Link to this result</a></p>
    </div>`;
}

/** What the observer saw, folded: it is long, and few failures need it. */
function done({ files, processes }: NonNullable<Evidence["start"]>): Html {
  const fold = (title: string, lines: readonly string[]) =>
    lines.length > 0 && folded(title, lines.join("\n"), longestText);
  return html`${fold("Files", files)}${fold("Programs and their arguments", processes)}`;
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
