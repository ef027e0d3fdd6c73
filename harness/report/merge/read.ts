import { stat } from "node:fs/promises";
import { join } from "node:path";
import { WrongInput } from "../../errors/index.ts";
import { readBounded } from "../../input/index.ts";
import type { Report, Result } from "../../model/report/index.ts";
import { named } from "../../text/index.ts";
import { parseReport } from "../parse.ts";

/** A report, and what an error message calls it. */
export interface NamedReport {
  readonly report: Report;
  readonly where: string;
}

/** So many files are read while others are looked at. */
const readAhead = 4;

/**
 * Reads the reports to merge, each given by its file or by the folder that has it. Thousands of them have few
 * names between them, so each name is kept once. `inspect` is shown each file before it is parsed.
 * @throws WrongInput `report.unreadable`, `report.too-large`, and as parseReport does
 */
export async function readReports(
  paths: readonly string[],
  inspect: (file: ReportFile) => Promise<void> = async () => {},
): Promise<readonly NamedReport[]> {
  const once = createPool();
  const reports: NamedReport[] = [];
  const ahead = paths.slice(0, readAhead).map(startToRead);
  for (const [place] of paths.entries()) {
    const file = await ahead.shift();
    const next = paths[place + readAhead];
    if (next !== undefined) ahead.push(startToRead(next));
    if (file !== undefined) await inspect(file);
    if (file !== undefined) reports.push({ where: file.where, report: compact(parsed(file).report, once) });
  }
  return reports;
}

/**
 * Reads a report, given by its file or by the folder that has it.
 * @throws WrongInput `report.unreadable`, `report.too-large`, and as parseReport does
 */
export async function readReport(path: string): Promise<NamedReport> {
  return parsed(await readFile(path));
}

/** What cannot be read is told when its turn comes, or not at all where an earlier one is wrong. */
function startToRead(path: string): Promise<ReportFile> {
  const file = readFile(path);
  file.catch(() => {});
  return file;
}

/** A report's file as it was read. */
export interface ReportFile {
  readonly where: string;
  readonly bytes: Buffer;
}

function parsed({ where, bytes }: ReportFile): NamedReport {
  return { where, report: parseReport(bytes.toString("utf8"), named(where)) };
}

async function readFile(path: string): Promise<ReportFile> {
  const where = await reportAt(path);
  const { bytes } = await readBounded(where, "report").catch((cause: unknown) => {
    throw cause instanceof WrongInput && cause.code !== "report.too-large" ? unreadable(where, cause.cause) : cause;
  });
  return { where, bytes };
}

/** The report that a path names: the file itself, or the one that a run wrote into the folder. */
export async function reportAt(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (there) => there.isDirectory(),
    () => false,
  );
  return isFolder ? join(path, "report.json") : path;
}

function unreadable(path: string, cause: unknown): WrongInput {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "no regular file";
  const remedy = "Give the report.json that a run wrote, or its folder.";
  return new WrongInput("report.unreadable", `${named(path)} cannot be read (${code}).`, remedy, { path }, cause);
}

type Once = (word: string) => string;

function createPool(): Once {
  const known = new Map<string, string>();
  return (word) => {
    const found = known.get(word);
    if (found === undefined) known.set(word, word);
    return found ?? word;
  };
}

function compact(report: Report, once: Once): Report {
  const requirements = report.requirements.map(({ results, ...requirement }) => ({
    ...requirement,
    id: once(requirement.id),
    title: once(requirement.title),
    results: results.map((result) => compactResult(result, once)),
  }));
  return { ...report, requirements };
}

/** Written out: an object that is made at once takes half of the memory of one that grows. */
function compactResult({ scenario, token, cell, outcome, durationMs, ...rest }: Result, once: Once): Result {
  const { reason, blockedBy } = rest;
  const own = { scenario: once(scenario), token, cell: once(cell), outcome, durationMs };
  if (reason === undefined) return blockedBy === undefined ? own : { ...own, blockedBy: once(blockedBy) };
  if (blockedBy === undefined) return { ...own, reason: once(reason) };
  return { ...own, reason: once(reason), blockedBy: once(blockedBy) };
}
