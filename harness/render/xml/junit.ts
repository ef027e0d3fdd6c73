import type { Cell } from "../../model/index.ts";
import type { Failure, Report, RequirementReport, Result } from "../../model/report/index.ts";
import { visibleLine } from "../../text/index.ts";
import { sectionsOf } from "../failure-sections.ts";
import { failuresByKey } from "../failures-by-key.ts";
import { type Tally, tallyByCell } from "../tally.ts";
import { renderXml, type XmlElement } from "./document.ts";

/**
 * Renders a report as JUnit XML, for CI systems: a test suite for each cell, a test case for each result.
 * There is no one schema: this keeps to what `junit-10.xsd` of Jenkins' xUnit plugin and the stricter `JUnit.xsd`
 * of windyroad, made from Ant's reports, both accept.
 */
export function renderJUnit(report: Report): string {
  const cases = casesByCell(report);
  const tallies = tallyByCell(report.requirements);
  const suites = report.cells.map((cell, place) =>
    suite(report, { cell, place, cases: cases.get(cell.id) ?? [], tally: tallies.get(cell.id) }),
  );
  return renderXml({ name: "testsuites", attributes: {}, children: suites });
}

/** What scripts printed is told with the failure that it belongs to. */
const output: readonly XmlElement[] = ["system-out", "system-err"].map((name) => ({ name, attributes: {} }));

interface Case {
  readonly requirement: RequirementReport;
  readonly result: Result;
  readonly failure: Failure | undefined;
}

function casesByCell(report: Report): ReadonlyMap<string, readonly Case[]> {
  const takeFailure = failuresByKey(report.failures);
  const byCell = new Map<string, Case[]>();
  for (const requirement of report.requirements) {
    for (const result of requirement.results) {
      const own = byCell.get(result.cell) ?? [];
      own.push({ requirement, result, failure: takeFailure(requirement.id, result) });
      byCell.set(result.cell, own);
    }
  }
  return byCell;
}

interface Suite {
  readonly cell: Cell;
  readonly place: number;
  readonly cases: readonly Case[];
  readonly tally: Tally | undefined;
}

function suite(report: Report, { cell, place, cases, tally }: Suite): XmlElement {
  const { counts = { pass: 0, fail: 0, error: 0, unsupported: 0, blocked: 0 }, durationMs = 0 } = tally ?? {};
  return {
    name: "testsuite",
    attributes: {
      id: place,
      package: token(report.tool.name),
      name: token(cell.id),
      // Where it was run is nobody's business; the schema has a word for that.
      hostname: "localhost",
      tests: cases.length,
      failures: counts.fail,
      errors: counts.error,
      skipped: counts.unsupported + counts.blocked,
      time: seconds(durationMs),
      timestamp: report.startedAt.slice(0, "2025-01-01T00:00:00".length),
    },
    children: [properties(report, cell), ...cases.map((entry) => testCase(report, entry)), ...output],
  };
}

function properties(report: Report, cell: Cell): XmlElement {
  const { tool, subject, notes = [], partial = [] } = report;
  const pairs: readonly (readonly [string, string])[] = [
    ["tool", `${tool.name} ${tool.version}`],
    ["subject.source", subject.source],
    ["subject.digest", subject.digest],
    ["subject.version", subject.version ?? ""],
    ["runtime", cell.runtime],
    ["server", `${cell.server.name} ${cell.server.version}`],
    ["cli", `${cell.cli.name} ${cell.cli.version} (${cell.cli.archives})`],
    ["terraform", `${cell.terraform.name} ${cell.terraform.version}`],
    ["agent", cell.agent],
    ...(cell.coderAgent === undefined
      ? []
      : [["agent-program", `${cell.coderAgent.name} ${cell.coderAgent.version}`] as const]),
    ...(cell.coderServer === undefined
      ? []
      : [["coder-server", `${cell.coderServer.name} ${cell.coderServer.version}`] as const]),
    ...Object.entries(cell.providers).map(([source, version]): [string, string] => [`provider.${source}`, version]),
    ...notes.map((note): [string, string] => ["note", note]),
    ...partial.map((sentence): [string, string] => ["partial", sentence]),
  ];
  const children = pairs.map(([name, value]) => ({ name: "property", attributes: { name: token(name), value } }));
  return { name: "properties", attributes: {}, children };
}

function testCase(report: Report, entry: Case): XmlElement {
  const { requirement, result } = entry;
  return {
    name: "testcase",
    attributes: {
      classname: token(requirement.id),
      name: `${result.scenario} [${result.token}]`,
      time: seconds(result.durationMs),
    },
    children: consequence(report, entry),
  };
}

function consequence(report: Report, { result, failure }: Case): XmlElement[] {
  if (result.outcome === "pass") return [];
  const { blockedBy, reason = "" } = result;
  if (result.outcome === "unsupported") return [skipped(reason)];
  if (result.outcome === "blocked") return [skipped(`blocked by ${blockedBy}: ${reason}`)];
  return [explanation(report, result.outcome, failure)];
}

function skipped(message: string): XmlElement {
  return { name: "skipped", attributes: { message } };
}

function explanation(report: Report, outcome: "fail" | "error", failure: Failure | undefined): XmlElement {
  const name = outcome === "fail" ? "failure" : "error";
  if (failure === undefined) return { name, attributes: { message: "", type: outcome } };
  const sections = sectionsOf(report, failure).map(({ label, lines }) => `${label}:\n  ${lines.join("\n  ")}`);
  const attributes = { message: visibleLine(failure.observed), type: failure.requirement };
  return { name, attributes, children: [sections.join("\n")] };
}

/** The schema wants a character that is no space. */
function token(text: string): string {
  return /\S/.test(text) ? text : "(blank)";
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
