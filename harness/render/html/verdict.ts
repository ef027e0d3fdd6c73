import type { Report } from "../../model/report/index.ts";
import { counted } from "../../text/index.ts";
import {
  judgedByKnown,
  outcomeOf,
  profilesProved,
  provenanceOf,
  resultCount,
  shownAs,
  standingOf,
  summarise,
  type Verdict,
} from "../../verdict/index.ts";
import { duration, mark, marks, moment, outcomes } from "./marks.ts";
import { type Html, html } from "./template.ts";

/** What a report comes to, in a few words. */
const verdicts: Readonly<Record<Verdict, string>> = {
  pass: "Conforms",
  partial: "Partial",
  known: "Known failures only",
  stale: "Stale",
  fail: "Does not conform",
  blocked: "Does not conform",
  error: "No verdict",
  unsupported: "No verdict",
};

/** {@link verdicts}, with the profiles where a report is the whole of these. */
export function headlineOf(report: Report): string {
  const profiles = profilesProved(report);
  return profiles.length === 0 ? verdicts[standingOf(report)] : `Conforms to ${profiles.join(", ")}`;
}

/** The page's head: the verdict, and how the results are spread. */
export function verdictSection(report: Report): Html {
  const verdict = standingOf(report);
  const outcome = shownAs(report);
  return html`
    <header class="verdict" data-o="${outcome}">
      <p class="overline">vault-jwt conformance report</p>
      <h1><span class="seal" aria-hidden="true">${marks[outcome]}</span>${headlineOf(report)}</h1>
      <p class="lead">${sentence(report, verdict)}${knownToo(report)}</p>
      ${leftOut(report.partial ?? [])}
      ${bar(report)}
    </header>`;
}

/** What the verdict is about. A narrow window has it below what there is to fix, a wide one beside the verdict. */
export function runSection(report: Report): Html {
  return html`<section class="run" aria-label="This run">${profiles(report)}${facts(report)}</section>`;
}

/** So many are read before anything else; the others are folded. */
const firstSentences = 3;
const shownSentences = 100;

function leftOut(all: readonly string[]): Html | undefined {
  if (all.length === 0) return undefined;
  const list = (sentences: readonly string[]) =>
    html`<ul class="notes">${sentences.map((one) => html`<li>${one}</li>`)}</ul>`;
  const folded = all.slice(firstSentences, shownSentences);
  const more = all.length - shownSentences;
  return html`
    <section class="left-out" aria-label="What was left out">
      ${list(all.slice(0, firstSentences))}
      ${folded.length > 0 && html`<details><summary>${all.length - firstSentences} more</summary>${list(folded)}${more > 0 && html`<p>${more} more are in report.json</p>`}</details>`}
    </section>`;
}

function sentence(report: Report, verdict: Verdict): string {
  const { requirements, cells } = report;
  const { excused } = judgedByKnown(report);
  const fresh = requirements.map(({ results }) => results.filter((result) => !excused.has(result)));
  const outcomes = fresh.map((results) => outcomeOf(results.map(({ outcome }) => outcome)));
  const concerned = outcomes.filter((outcome) => outcome === verdict).length;
  const all = counted(requirements.length, "requirement");
  const where = cells.length === 1 ? "" : ` in ${counted(cells.length, "cell")}`;
  const failing = new Set(
    fresh.flatMap((own) => own.filter(({ outcome }) => outcome === "fail").map(({ cell }) => cell)),
  );
  const passed = requirements.filter(({ outcome }) => outcome === "pass").length;
  const good =
    passed === requirements.length
      ? `${passed === 1 ? "The one requirement that was checked passes" : `All ${all} pass`}${where}.`
      : `${passed} of ${all} pass${where}, none fails; this module or server does not support the others.`;
  const blocked = outcomes.filter((outcome) => outcome === "blocked").length;
  const blockedToo = blocked === 0 ? "" : ` ${counted(blocked, "other")} ${blocked === 1 ? "is" : "are"} blocked.`;
  const sentences: Readonly<Record<Verdict, string>> = {
    pass: good,
    known: "Every failure was expected.",
    stale: "Some listed known failures pass. Remove them from the list.",
    partial: `${good} Not everything was checked:`,
    fail: `${concerned} of ${all} ${concerned === 1 ? "fails" : "fail"}${cells.length === 1 ? "" : `, in ${failing.size} of ${cells.length} cells`}.${blockedToo}`,
    blocked: `${concerned} of ${all} ${concerned === 1 ? "is" : "are"} blocked: the module breaks what ${concerned === 1 ? "it rests" : "they rest"} on.`,
    error: `None of ${all} fails${where}, but ${concerned} ended in an error, which is never a pass.`,
    unsupported: "Nothing could be checked.",
  };
  return sentences[verdict];
}

/** Leads to what the list of known failures is about. */
function knownToo(report: Report): Html | undefined {
  const { failures, stale, expired } = judgedByKnown(report);
  const results = counted(failures.length, "result");
  const words =
    failures.length === 0
      ? "The list of known failures"
      : `${results} ${failures.length === 1 ? "is a known failure" : "are known failures"}`;
  return failures.length + stale.length + expired.length === 0 ? undefined : html` <a href="#known">${words}</a>.`;
}

function facts({ subject, startedAt, durationMs, ...report }: Report): Html {
  return html`
    <dl class="facts">
      <div><dt>Module</dt><dd><code>${subject.source}</code>${subject.version !== undefined && ` ${subject.version}`}</dd></div>
      <div><dt>Digest</dt><dd><code>${subject.digest}</code></dd></div>
      <div><dt>Checked</dt><dd><time datetime="${startedAt}">${moment(startedAt)}</time>, in ${duration(durationMs)}</dd></div>
      ${provenanceOf(report).map(([label, value]) => html`<div><dt>${capital(label)}</dt><dd>${value}</dd></div>`)}
    </dl>`;
}

function capital(label: string): string {
  return `${label.slice(0, 1).toUpperCase()}${label.slice(1)}`;
}

const names = {
  pass: "passed",
  fail: "failed",
  error: "error",
  blocked: "blocked",
  unsupported: "unsupported",
} as const;

function bar(report: Report): Html {
  const { summary } = report;
  const total = Math.max(1, resultCount(report));
  let start = 0;
  const parts = outcomes.map((outcome) => {
    const width = (summary[names[outcome]] / total) * 1000;
    start += width;
    return html`<rect class="${outcome}" x="${(start - width).toFixed(2)}" width="${width.toFixed(2)}" height="10"/>`;
  });
  return html`
    <div class="spread">
      <svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>
      <ul class="counts">
        ${outcomes.map((outcome) => {
          const count = summary[names[outcome]];
          const word = outcome === "error" && count !== 1 ? "errors" : names[outcome];
          return html`<li class="${count === 0 && "none"}"><span class="mark" data-o="${outcome}" aria-hidden="true">${marks[outcome]}</span> <b>${count}</b> ${word}</li>`;
        })}
      </ul>
    </div>`;
}

function profiles({ requirements }: Report): Html {
  const groups = [...Map.groupBy(requirements, ({ profile }) => profile)];
  return html`
    <ul class="profiles" aria-label="Profiles">
      ${groups.map(([profile, own]) => {
        const { passed } = summarise(own);
        const total = resultCount({ requirements: own });
        return html`<li>${mark(outcomeOf(own.map(({ outcome }) => outcome)))} <b>${profile}</b> <span class="quiet">${passed} of ${counted(total, "result")}<span class="wide"> passed</span></span></li>`;
      })}
    </ul>`;
}
