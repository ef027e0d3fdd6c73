import { join } from "node:path";
import { styleText } from "node:util";
import type { Cell } from "../model/index.ts";
import type { FailureDetails, Outcome, Report, RequirementReport } from "../model/report/index.ts";
import { counted, linesOf, named, visible, visibleLine } from "../text/index.ts";
import {
  knownSentences,
  outcomeOf,
  pasteable,
  profilesProved,
  provenanceOf,
  resultCount,
  shownAs,
  staleSentences,
  standingOf,
  type Verdict,
} from "../verdict/index.ts";
import { consequencesOf } from "./blocked.ts";
import { boundedSections } from "./bounded-sections.ts";
import { type Cause, newCausesOf, placesOf, type SameFailures } from "./causes.ts";
import { detailsOf, type Section, sectionsOf } from "./failure-sections.ts";
import { columns, padded, shortened, wrapped } from "./terminal-text.ts";
import { uncheckedReasons } from "./unchecked.ts";

/** How the summary is to look. */
export interface ConsoleOptions {
  readonly colours: boolean;
  /** Columns of the terminal; what is narrower than 40 is taken as 40. */
  readonly width: number;
  /** `false` for terminals that show ASCII only. Default: `true`. */
  readonly unicode?: boolean;
  /** The folder that has the reports; default: none is named. */
  readonly folder?: string;
  /** Titles are cut where a line would be wider. Default: `true`. */
  readonly cutsTitles?: boolean;
}

interface Look {
  readonly width: number;
  readonly marks: Readonly<Record<Outcome, string>>;
  readonly ellipsis: string;
  /** What has the details that are left out. */
  readonly rest: string;
  /** Cuts a title to a width, where the reader's terminal would break the line. */
  readonly cut: (title: string, width: number) => string;
  readonly paint: (tone: Tone, text: string) => string;
}

type Tone = "green" | "red" | "magenta" | "yellow" | "dim" | "bold";

const tones: Readonly<Record<Outcome, Tone>> = {
  pass: "green",
  fail: "red",
  error: "magenta",
  unsupported: "yellow",
  blocked: "red",
};
const shownCauses = 30;
/** Lines below the heading of a failure, without the one that says where the rest is. */
const shownOfFailure = 13;
const shownSlowest = 5;
const shownOfCause = 3;
const shownOfGist = 200;
const detailedFailures = 20;
const namedFailures = 500;
const shownCells = 50;
const shownReasons = 100;

/**
 * Renders a report for a terminal: what ran, a line for each requirement, each failure with what it takes to act on it,
 * and the verdict last, where the eye is when the command ends. Lines keep to the width, but for the commands that
 * are there to be copied; nothing that a subject or a server said reaches the terminal as a control sequence.
 */
export function renderConsole(report: Report, options: ConsoleOptions): string {
  const look = lookOf(options);
  const causes = newCausesOf(report);
  const blocks = [
    headLines(report, look),
    requirementLines(report, look),
    unsupportedLines(report, look),
    causeLines(report, causes, look),
    ...failureBlocks(report, causes, look),
    listLines("Notes", report.notes ?? [], look),
    listLines("Known failures", knownSentences(report), look),
    listLines("Stale", staleSentences(report), look),
    pasteLines(report, look),
    listLines("Left out", report.partial ?? [], look),
    slowestLines(report, look),
    verdictLines(report, look),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

function lookOf({ colours, width, unicode = true, cutsTitles = true, folder }: ConsoleOptions): Look {
  const ellipsis = unicode ? "…" : "...";
  return {
    width: Math.max(40, width),
    marks: unicode
      ? { pass: "✓", fail: "✗", error: "!", unsupported: "–", blocked: "⊘" }
      : { pass: "+", fail: "x", error: "!", unsupported: "-", blocked: "#" },
    ellipsis,
    rest: folder === undefined ? "report.html" : named(join(folder, "report.html")),
    cut: (title, limit) => (cutsTitles ? shortened(title, limit, ellipsis) : title),
    // The caller has looked at the terminal and NO_COLOR already.
    paint: (tone, text) => (colours ? styleText(tone, text, { validateStream: false }) : text),
  };
}

function headLines({ subject, ...report }: Report, look: Look): readonly string[] {
  const version = subject.version === undefined ? "" : ` ${subject.version}`;
  const { cells } = report;
  const facts = [
    ["module", `${subject.source}${version} (${subject.digest})`],
    ...provenanceOf(report),
    ...cells.slice(0, shownCells).map((cell) => cellFact(cell, cells.length > 1)),
    ...(cells.length > shownCells ? [["", `${cells.length - shownCells} more cells are in report.json`]] : []),
  ];
  const width = Math.max(...facts.map(([label = ""]) => columns(label)));
  return facts.flatMap(([label = "", fact = ""]) => labelled(padded(label, width), fact, look));
}

function cellFact(
  { id, runtime, server, cli, terraform, agent, coderAgent, coderServer }: Cell,
  named: boolean,
): readonly string[] {
  const parts = [
    `${server.name} ${server.version}`,
    `vault CLI ${cli.version} (${cli.archives} archives)`,
    `${terraform.name} ${terraform.version}`,
    `${agent} workspace`,
    ...(coderAgent === undefined
      ? []
      : [`${coderAgent.name} ${coderAgent.version}${coderServer === undefined ? "" : " with its server"}`]),
    `${runtime} runtime`,
  ];
  return ["cell", (named ? `${id}: ` : "") + parts.join(", ")];
}

function labelled(label: string, text: string, look: Look): readonly string[] {
  const indent = columns(label) + 2;
  return printed(inLine(text), look.width - indent).map((line, place) =>
    place === 0 ? `${look.paint("dim", label)}  ${line}` : " ".repeat(indent) + line,
  );
}

function requirementLines({ requirements }: Report, look: Look): readonly string[] {
  const rows = requirements.map((requirement) => ({ requirement, tokens: tokensOf(requirement, look) }));
  const idWidth = Math.max(0, ...rows.map(({ requirement }) => columns(inLine(requirement.id))));
  const tokensWidth = Math.max(0, ...rows.map(({ tokens }) => columns(tokens)));
  const outcomeWidth = Math.max(0, ...requirements.map(({ outcome }) => outcome.length));
  const titleWidth = Math.max(8, look.width - 2 - idWidth - 2 - 2 - outcomeWidth - 2 - tokensWidth);
  return rows.map(({ requirement: { id, title, outcome }, tokens }) => {
    const shown = padded(look.cut(inLine(title), titleWidth), titleWidth);
    const painted = (text: string): string => look.paint(tones[outcome], text);
    const verdict = painted(padded(outcome, outcomeWidth));
    return `${painted(look.marks[outcome])} ${padded(inLine(id), idWidth)}  ${shown}  ${verdict}  ${tokens}`.trimEnd();
  });
}

function tokensOf({ results, outcome }: RequirementReport, look: Look): string {
  const kinds = (["oidc", "custom"] as const)
    .filter((kind) => results.some(({ token }) => token === kind))
    .map((kind) => {
      const own = outcomeOf(results.filter(({ token }) => token === kind).map((result) => result.outcome));
      return own === outcome ? kind : `${kind} ${look.marks[own]}`;
    });
  const blockers = new Set(outcome === "blocked" ? results.flatMap(({ blockedBy = [] }) => blockedBy) : []);
  return [kinds.join(", "), blockers.size === 0 ? "" : `(by ${inLine([...blockers].join(", "))})`].join(" ").trim();
}

function unsupportedLines({ requirements }: Report, look: Look): readonly string[] {
  const sentences = uncheckedReasons(requirements).map(({ reason, about }) => `${reason}: ${about}`);
  return listLines("Unsupported", sentences, look);
}

function listLines(title: string, sentences: readonly string[], look: Look): readonly string[] {
  if (sentences.length === 0) return [];
  const more = sentences.length - shownReasons;
  const rest = more > 0 ? [`${more} more are in report.json`] : [];
  return [look.paint("bold", `${title}:`), ...bullets([...sentences.slice(0, shownReasons), ...rest], look)];
}

/** What takes the longest, where that is a part of what ran. */
function slowestLines({ requirements }: Report, look: Look): readonly string[] {
  const all = requirements.flatMap(({ id, derivedFrom, results }) =>
    derivedFrom === undefined ? results.map((result) => ({ id, ...result })) : [],
  );
  if (all.length <= shownSlowest) return [];
  const slowest = all.toSorted((a, b) => b.durationMs - a.durationMs).slice(0, shownSlowest);
  const words = slowest.map(
    ({ id, scenario, token, durationMs }) =>
      `${id} ${scenario}${token === "none" ? "" : ` [${token}]`} ${(durationMs / 1000).toFixed(1)} s`,
  );
  return labelled("Slowest:", words.join(", "), look);
}

/** What is not in the list of known failures, ready to be put there. */
function pasteLines(report: Report, look: Look): readonly string[] {
  const entries = report.known === undefined ? [] : linesOf(pasteable(report));
  if (entries.length === 0) return [];
  return [
    look.paint("bold", "Not in the list of known failures. Entries to add:"),
    ...entries.map((line) => `  ${visible(line)}`),
  ];
}

function bullets(sentences: readonly string[], look: Look): readonly string[] {
  return sentences.flatMap((sentence) =>
    printed(inLine(sentence), look.width - 4).map((line, place) => (place === 0 ? `  - ${line}` : `    ${line}`)),
  );
}

/** What there is to do, on one screen where it has one cause; left out where the one failure below says it all. */
function causeLines(report: Report, causes: readonly Cause[], look: Look): readonly string[] {
  const isOne = causes.length === 1 && causes.every(({ failures }) => failures.length === 1);
  if (causes.length === 0 || (isOne && causes.every(({ blocked, derived }) => blocked.length + derived.length === 0)))
    return [];
  const isFailing = report.summary.failed + report.summary.blocked > 0;
  const more = causes.length - shownCauses;
  return [
    look.paint("bold", isFailing ? "What to fix:" : "What the harness could not tell:"),
    ...causes.slice(0, shownCauses).flatMap((cause) => linesOfCause(report, cause, look)),
    ...(more > 0 ? [`  ${counted(more, "other requirement")} below`] : []),
  ];
}

function linesOfCause(report: Report, cause: Cause, look: Look): readonly string[] {
  const { id, requirement, failures } = cause;
  const { outcome = "blocked", title = "", means } = requirement ?? {};
  const name = inLine(`${look.marks[outcome]} ${id}  ${title}`).trimEnd();
  const more = failures.length - shownOfCause;
  const sentences = [
    ...(outcome === "fail" && means !== undefined ? [means] : []),
    ...failures.slice(0, shownOfCause).map((same) => `${placesOf(same, report)}: ${gistOf(same, look)}`),
    ...(more > 0 ? [`${counted(more, "other failure")} below`] : []),
    ...consequencesOf(cause),
  ];
  return [
    `  ${look.paint(tones[outcome], look.cut(name, look.width - 2))}`,
    ...bullets(sentences, { ...look, width: look.width - 2 }).map((line) => `  ${line}`),
  ];
}

function gistOf({ failure: { expected, observed } }: SameFailures, { ellipsis }: Look): string {
  const [wanted, seen] = [expected, observed].map((text) =>
    shortened(inLine(text.replace(/\s+/g, " ").trim()), shownOfGist, ellipsis),
  );
  return wanted === "" ? `${seen}` : `expected ${wanted}; observed ${seen}`;
}

function failureBlocks(report: Report, causes: readonly Cause[], look: Look): readonly (readonly string[])[] {
  const all = causes.flatMap(({ failures }) => failures);
  const detailed = all.slice(0, detailedFailures).map((same) => failureLines(report, same, look));
  const rest = all.slice(detailedFailures, detailedFailures + namedFailures).map((same) => heading(report, same, look));
  const more = all.length - detailedFailures;
  const named = more > namedFailures ? `, the first ${namedFailures} of them` : "";
  const title = look.paint("bold", `${more} more, with their details in report.json${named}:`);
  return rest.length === 0 ? detailed : [...detailed, [title, ...rest]];
}

function heading(report: Report, same: SameFailures, look: Look): string {
  const { requirement, outcome } = same.failure;
  const text = inLine(`${look.marks[outcome]} ${requirement} ${outcome}: ${placesOf(same, report)}`);
  return look.paint(tones[outcome], look.cut(text, look.width));
}

function failureLines(report: Report, same: SameFailures, look: Look): readonly string[] {
  return [heading(report, same, look), ...sectionLines(sectionsOf(report, same.failure), look)];
}

/**
 * A failure that was just seen, for a reader who waits for the rest: what was expected and observed, and the end of the log.
 */
export function renderFailure(failure: FailureDetails, options: ConsoleOptions): readonly string[] {
  return sectionLines(detailsOf(failure), lookOf(options));
}

/** A label above the lines of each section; where they are too many, where the rest is. */
function sectionLines(all: readonly Section[], look: Look): readonly string[] {
  const { sections, more } = boundedSections(
    all.map((section) => printedSection(section, look)),
    shownOfFailure,
  );
  const lines = sections.flatMap(({ label, lines }) => [
    `  ${look.paint("dim", label)}`,
    ...lines.map((line) => `    ${line}`),
  ]);
  return more === 0 ? lines : [...lines, `  (${counted(more, "more line")} in ${look.rest})`];
}

function printedSection({ label, lines }: Section, look: Look): Section {
  const width = label === "run this again" ? Number.POSITIVE_INFINITY : look.width - 4;
  return { label, lines: lines.flatMap((line) => printed(visible(line).replaceAll("\t", "  "), width)) };
}

/** Someone else's words in a line that neither a terminal nor a CI system obeys. */
function inLine(text: string): string {
  return visibleLine(text);
}

/** Breaks a line into those that are printed. What becomes the start of one must not be a command there. */
function printed(line: string, width: number): readonly string[] {
  const lines = wrapped(line, width);
  const isInert = lines.every((one) => visible(one) === one);
  return isInert ? lines : wrapped(line, width - escapeColumns).map(visible);
}

/** By which an escape such as `\x3a` is longer than what it stands for. */
const escapeColumns = 3;

const verdicts: Readonly<Record<Verdict, string>> = {
  pass: "Conforms.",
  partial: "Partial: nothing failed, but not everything ran.",
  known: "Known failures only: every failure was expected.",
  stale: "Stale: a listed known failure passes. Remove it from the list.",
  fail: "Does not conform.",
  blocked: "Does not conform: it breaks a requirement that others rest on.",
  error: "No verdict: nothing failed, but some results could not be judged.",
  unsupported: "No verdict: nothing could be checked.",
};

function verdictLines(report: Report, look: Look): readonly string[] {
  const verdict = standingOf(report);
  const profiles = profilesProved(report);
  const outcome = shownAs(report);
  const { requirements, summary } = report;
  const all = `${counted(requirements.length, "requirement")}, ${counted(resultCount(report), "result")}`;
  const { passed, failed, error, unsupported, blocked } = summary;
  const stopped = blocked === 0 ? "" : `, ${blocked} blocked`;
  const counts = `${passed} passed, ${failed} failed${stopped}, ${counted(error, "error")}, ${unsupported} unsupported`;
  const text = `${all}: ${counts} in ${(report.durationMs / 1000).toFixed(1)} s.`;
  const mark = `${look.marks[outcome]} ${profiles.length === 0 ? verdicts[verdict] : `Conforms to ${profiles.join(", ")}.`}`;
  const paint = (line: string): string => look.paint("bold", look.paint(tones[outcome], line));
  return [...wrapped(text, look.width), ...wrapped(mark, look.width).map(paint)];
}
