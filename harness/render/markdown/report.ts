import type { Cell } from "../../model/index.ts";
import type { Outcome, Report, RequirementReport } from "../../model/report/index.ts";
import { counted } from "../../text/index.ts";
import {
  knownSentences,
  outcomeOf,
  profilesProved,
  provenanceOf,
  resultCount,
  shownAs,
  staleSentences,
  standingOf,
  type Verdict,
} from "../../verdict/index.ts";
import { consequencesOf } from "../blocked.ts";
import { newCausesOf, placesOf, type SameFailures } from "../causes.ts";
import { type Section, sectionsOf } from "../failure-sections.ts";
import { tallyByCell } from "../tally.ts";
import { uncheckedReasons } from "../unchecked.ts";
import { fitted, type Part } from "./budget.ts";
import { code, codeBlock, prose } from "./text.ts";

/** A comment on GitHub takes 65,536 characters; others put their own words around it. */
const room = 60 * 1024 - 1;
/** Characters of a part of a failure. */
const shownInSection = 1_500;

const marks: Readonly<Record<Outcome, string>> = {
  pass: "✅",
  fail: "❌",
  error: "⚠️",
  unsupported: "➖",
  blocked: "⛔",
};
const verdicts: Readonly<Record<Verdict, string>> = {
  pass: "conforms",
  partial: "partial: nothing failed, but not everything ran",
  known: "known failures only: every failure was expected",
  stale: "stale: a listed known failure passes",
  fail: "does not conform",
  blocked: "does not conform: it breaks a requirement that others rest on",
  error: "no verdict: nothing failed, but some results could not be judged",
  unsupported: "no verdict: nothing could be checked",
};

/** What is left out last has the lowest. */
const ranks = { cause: 0, left: 1, failure: 2, cell: 3, unsupported: 4, note: 5, passed: 6 } as const;

/**
 * Renders a report in GitHub's Markdown, for a comment on a pull request or a job's summary.
 * It stays under 60 KiB: passed requirements go first, then notes, and the details of failures last.
 */
export function renderMarkdown(report: Report): string {
  const head = headOf(report);
  const parts = [
    listPart("Stale", staleSentences(report)),
    listPart("Known failures", knownSentences(report)),
    listPart("Left out", report.partial ?? []),
    failuresPart(report),
    requirementsPart(report),
    cellsPart(report),
    uncheckedPart(report),
    notesPart(report),
  ];
  return `${head}\n${fitted(parts, room - Buffer.byteLength(head) - parts.length)}`;
}

function headOf(report: Report): string {
  const { subject, requirements, durationMs, startedAt } = report;
  const { passed, failed, error, unsupported, blocked } = report.summary;
  const profiles = profilesProved(report);
  const words = profiles.length === 0 ? verdicts[standingOf(report)] : `conforms to ${profiles.join(", ")}`;
  const counts = `${passed} passed, ${failed} failed${blocked === 0 ? "" : `, ${blocked} blocked`}, ${counted(error, "error")}, ${unsupported} unsupported`;
  const version = subject.version === undefined ? "" : ` ${prose(subject.version)}`;
  return [
    `## ${marks[shownAs(report)]} vault-jwt conformance: ${words}`,
    "",
    `${counted(requirements.length, "requirement")}, ${counted(resultCount(report), "result")}: **${counts}**, in ${(durationMs / 1000).toFixed(1)} s`,
    "",
    `Module ${code(subject.source)}${version}, ${code(subject.digest)}, on ${code(startedAt)}`,
    "",
    ...provenanceOf(report).map(([label, value]) => `- ${label}: ${prose(value)}`),
    "",
  ].join("\n");
}

function listPart(title: string, sentences: readonly string[]): Part {
  return bullets(title, sentences.map(prose), { rank: ranks.left, what: "sentences" });
}

function requirementsPart({ requirements }: Report): Part {
  return {
    head: table("Requirements", ["", "Requirement", "", "Results"]),
    items: requirements.map((requirement) => ({ text: () => requirementRow(requirement), rank: rankOf(requirement) })),
    what: "requirements",
  };
}

function rankOf({ outcome }: RequirementReport): number {
  return outcome === "pass" ? ranks.passed : ranks.cause;
}

function requirementRow({ id, title, outcome, results }: RequirementReport): string {
  const counts = (["fail", "error", "blocked", "pass", "unsupported"] as const).flatMap((wanted) => {
    const count = results.filter((result) => result.outcome === wanted).length;
    return count === 0 ? [] : [`${count} ${wanted}`];
  });
  return row([marks[outcome], prose(id), prose(title), counts.join(", ")]);
}

/** Each failure once, and below those of a requirement what it blocks, which is left out last. */
function failuresPart(report: Report): Part {
  return {
    head: "### Failures\n\n",
    items: newCausesOf(report).flatMap((cause) => [
      ...cause.failures.map((same) => ({ text: () => failureText(report, same), rank: ranks.failure })),
      ...consequencesOf(cause).map((sentence) => ({ text: () => `${prose(sentence)}\n\n`, rank: ranks.cause })),
    ]),
    what: "failures",
  };
}

function failureText(report: Report, same: SameFailures): string {
  const { requirement, outcome } = same.failure;
  const where = prose(placesOf(same, report));
  return [
    `<details><summary>${marks[outcome]} <b>${prose(requirement)}</b> ${outcome}: ${where}</summary>`,
    "",
    ...sectionsOf(report, same.failure).flatMap(sectionLines),
    "</details>",
    "",
    "",
  ].join("\n");
}

function sectionLines({ label, lines }: Section): readonly string[] {
  // A part of a command is another command.
  const isCut = label === "run this again" && lines.join("\n").length > shownInSection;
  return [label, "", isCut ? "The command is longer than fits here." : codeBlock(lines, shownInSection), ""];
}

function cellsPart({ cells, requirements }: Report): Part {
  const tallies = tallyByCell(requirements);
  return {
    head: table("Cells", ["", "Cell", "Server", "Vault CLI", "Terraform", "Workspace", "Runtime"]),
    items: cells.map((cell) => {
      const own = [...(tallies.get(cell.id)?.outcomes ?? [])];
      return { text: () => cellRow(cell, outcomeOf(own)), rank: ranks.cell };
    }),
    what: "cells",
  };
}

function cellRow(
  { id, server, cli, terraform, agent, coderAgent, coderServer, runtime }: Cell,
  outcome: Outcome,
): string {
  const programs = [server, cli, terraform].map(({ name, version }) => `${name} ${version}`);
  const suffix = coderServer === undefined ? "" : " with its server";
  const real = coderAgent === undefined ? "" : `, ${coderAgent.name} ${coderAgent.version}${suffix}`;
  return row([marks[outcome], ...[id, ...programs, `${agent}${real}`, runtime].map(prose)]);
}

function uncheckedPart({ requirements }: Report): Part {
  const sentences = uncheckedReasons(requirements).map(({ reason, about }) => `${prose(reason)}: ${prose(about)}`);
  return bullets("Unsupported", sentences, { rank: ranks.unsupported, what: "reasons" });
}

function notesPart({ notes = [] }: Report): Part {
  return bullets("Notes", notes.map(prose), { rank: ranks.note, what: "notes" });
}

function bullets(title: string, sentences: readonly string[], { rank, what }: { rank: number; what: string }): Part {
  return {
    head: `### ${title}\n\n`,
    items: sentences.map((sentence) => ({ text: () => `- ${sentence}\n`, rank })),
    what,
  };
}

function table(title: string, columns: readonly string[]): string {
  return `### ${title}\n\n${row(columns)}${row(columns.map(() => "---"))}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |\n`;
}
