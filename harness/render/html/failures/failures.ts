import { counted } from "../../../text/index.ts";
import { derivedOf } from "../../blocked.ts";
import { type Cause, knownCausesOf, newCausesOf, whereOf } from "../../causes.ts";
import { addressOf, type Page, type PageResult } from "../model.ts";
import { type Content, type Html, html, textOf } from "../template.ts";
import { blockEntries } from "./blocks.ts";
import { entriesWithin, type Same } from "./entry.ts";
import { reasonsFor, staleList } from "./known.ts";

/** Failures as the page tells them; those that it had no room for are in no entry. */
export interface FailureSections {
  readonly sections: Html;
  /** For each result that an entry tells of, the one that gives the entry its address. */
  readonly told: ReadonlyMap<PageResult, PageResult>;
}

/** A cause with its failures, and what it blocks as one more entry. */
interface Told {
  readonly cause: Cause;
  readonly same: readonly Same[];
  readonly blocks: Html | undefined;
}

/** The entries of a part of the page. */
type Entries = ReturnType<typeof entriesWithin>;

/**
 * Everything about each failure, in the report's order and those that are known apart, within `room` bytes: where that is not
 * enough for all, the first of every requirement come before the second of any, and known ones last.
 */
export function failureSections(page: Page, room: number): FailureSections {
  const fresh = toldOf(page, newCausesOf(page.report), "blocked");
  const known = toldOf(page, knownCausesOf(page.report), "known-blocked");
  const taken = [...fresh, ...known].reduce(
    (sum, { blocks }) => sum + (blocks ? Buffer.byteLength(textOf(blocks)) : 0),
    0,
  );
  const entries = entriesWithin(room - taken, [...firstOfEachFirst(fresh), ...firstOfEachFirst(known)], page);
  const told = new Map([...entries.keys()].flatMap(({ all, first }) => all.map((one) => [one, first] as const)));
  const isToFix = ({ failures, blocked }: Cause): boolean =>
    blocked.length > 0 || failures.some(({ failure }) => failure.outcome === "fail");
  const title = fresh.some(({ cause }) => isToFix(cause)) ? "What to fix" : "What the harness could not tell";
  const stale = staleList(page);
  return {
    sections: html`
      ${fresh.length > 0 && section(page, { id: "failures", title, all: fresh, entries })}
      ${(known.length > 0 || stale !== undefined) && section(page, { id: "known", title: "Known failures", all: known, entries, stale })}`,
    told,
  };
}

function toldOf(page: Page, causes: readonly Cause[], name: string): readonly Told[] {
  const blocks = blockEntries(page, causes, name);
  return causes.map((cause) => ({ cause, same: sameResults(page, cause), blocks: blocks.get(cause) }));
}

function sameResults(page: Page, { failures }: Cause): readonly Same[] {
  const nameOf = (id: string): string => page.cells.find(({ cell }) => cell.id === id)?.label ?? id;
  return failures.flatMap((same) => {
    const all = same.all.flatMap((failure) => page.byFailure.get(failure) ?? []);
    const [first] = all;
    return first === undefined ? [] : [{ first, all, where: whereOf(same, page.report, nameOf) }];
  });
}

function firstOfEachFirst(all: readonly Told[]): readonly Same[] {
  return all
    .flatMap(({ same }) => same.map((one, rank) => ({ one, rank })))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ one }) => one);
}

interface Section {
  readonly id: "failures" | "known";
  readonly title: string;
  readonly all: readonly Told[];
  readonly entries: Entries;
  readonly stale?: Html | undefined;
}

function section(page: Page, { id, title, all, entries, stale }: Section): Html {
  const results = all.flatMap(({ same }) => same);
  const told = results.filter((one) => entries.has(one));
  const shown = all.filter(({ same, blocks }) => blocks !== undefined || same.some((one) => entries.has(one)));
  const blocked = all.reduce((sum, { cause }) => sum + cause.blocked.length, 0);
  const left = resultsIn(results) - resultsIn(told);
  // One failure is read at once; of several, what they are comes first.
  const isOpen = id === "failures" && results.length === 1;
  return html`
    <section class="failures" aria-labelledby="${id}">
      <h2 id="${id}">${title} ${counts([shown.length, all.length], [resultsIn(told), resultsIn(results)], blocked)}</h2>
      ${stale}
      ${shown.map((one) => group(page, one, { entries, isOpen, isKnown: id === "known" }))}
      ${left > 0 && html`<p class="quiet">${counted(left, "more result")}: listed below, with the details in report.json.</p>`}
    </section>`;
}

function resultsIn(all: readonly Same[]): number {
  return all.reduce((sum, same) => sum + same.all.length, 0);
}

type Part = readonly [shown: number, all: number];

/** How much the section shows of all that there is; the page's script keeps it up where a filter hides some of that. */
function counts(requirements: Part, results: Part, blocked: number): Html {
  if (requirements[1] === 0) return html``;
  const words = [
    partly(requirements, "requirement"),
    ...(results[1] === 0 ? [] : [partly(results, "result")]),
    ...(blocked === 0 ? [] : [`${blocked} blocked`]),
  ];
  return html`<span class="quiet shown" data-all="${[requirements[1], results[1], blocked].join(" ")}">${words.join(", ")}</span>`;
}

function partly([shown, all]: Part, thing: string): string {
  return `${shown === all ? "" : `${shown} of `}${counted(all, thing)}`;
}

interface Look {
  readonly entries: Entries;
  readonly isOpen: boolean;
  readonly isKnown: boolean;
}

function group(page: Page, { cause, same, blocks }: Told, { entries, isOpen, isKnown }: Look): Html {
  const { report } = page;
  const profiles = [...new Set(report.requirements.map(({ profile }) => profile))];
  const { id, requirement } = cause;
  const { title = "", profile = "" } = requirement ?? {};
  const follows = derivedOf(cause);
  const results = [
    ...same.flatMap(({ all }) => all),
    ...cause.blocked.flatMap(({ result }) => page.byResult.get(result) ?? []),
  ];
  const written: readonly Content[] = same.map((one) => entries.get(one)?.(isOpen));
  return html`
    <section class="group" data-p="${profiles.indexOf(profile)}">
      <h3>${requirement === undefined ? html`<span class="id">${id}</span>` : html`<a class="id" href="#${addressOf([id])}">${id}</a>`} <span class="title">${title}</span></h3>
      ${isKnown && reasonsFor(page, results)}
      ${written}
      ${blocks}
      ${follows !== undefined && html`<p class="quiet">${follows}</p>`}
    </section>`;
}
