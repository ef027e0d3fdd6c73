import { visibleLine } from "../../text/index.ts";
import { sectionsOf } from "../failure-sections.ts";
import { summarise } from "../outcome.ts";
import type { Cell, Failure, Report, RequirementReport, Result } from "../types.ts";
import { renderXml, type XmlElement } from "./document.ts";

/**
 * Renders a report as JUnit XML, for CI systems: a test suite for each cell, a test case for each result.
 * There is no one schema: this keeps to what `junit-10.xsd` of Jenkins' xUnit plugin and the stricter `JUnit.xsd`
 * of windyroad, made from Ant's reports, both accept.
 */
export function renderJUnit(report: Report): string {
  return renderXml({
    name: "testsuites",
    attributes: {},
    children: report.cells.map((cell, place) => suite(report, cell, place)),
  });
}

/** What scripts printed is told with the failure that it belongs to. */
const output: readonly XmlElement[] = ["system-out", "system-err"].map((name) => ({ name, attributes: {} }));

interface Case {
  readonly requirement: RequirementReport;
  readonly result: Result;
}

function suite(report: Report, cell: Cell, place: number): XmlElement {
  const cases = report.requirements.flatMap((requirement) =>
    requirement.results.filter((result) => result.cell === cell.id).map((result): Case => ({ requirement, result })),
  );
  const results = cases.map(({ result }) => result);
  const { failed, error, unsupported } = summarise(results);
  const failures = report.failures.filter((failure) => failure.cell === cell.id);
  return {
    name: "testsuite",
    attributes: {
      id: place,
      package: token(report.tool.name),
      name: token(cell.id),
      // Where it was run is nobody's business; the schema has a word for that.
      hostname: "localhost",
      tests: cases.length,
      failures: failed,
      errors: error,
      skipped: unsupported,
      time: seconds(results.reduce((sum, { durationMs }) => sum + durationMs, 0)),
      timestamp: report.startedAt.slice(0, "2025-01-01T00:00:00".length),
    },
    children: [properties(report, cell), ...cases.map((entry) => testCase(report, entry, failures)), ...output],
  };
}

function properties({ tool, subject, notes = [] }: Report, cell: Cell): XmlElement {
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
    ...Object.entries(cell.providers).map(([source, version]): [string, string] => [`provider.${source}`, version]),
    ...notes.map((note): [string, string] => ["note", note]),
  ];
  const children = pairs.map(([name, value]) => ({ name: "property", attributes: { name: token(name), value } }));
  return { name: "properties", attributes: {}, children };
}

function testCase(report: Report, { requirement, result }: Case, failures: readonly Failure[]): XmlElement {
  return {
    name: "testcase",
    attributes: {
      classname: token(requirement.id),
      name: `${result.scenario} [${result.token}]`,
      time: seconds(result.durationMs),
    },
    children: consequence(report, { requirement, result }, failures),
  };
}

function consequence(report: Report, { requirement, result }: Case, failures: readonly Failure[]): XmlElement[] {
  if (result.outcome === "pass") return [];
  if (result.outcome === "unsupported") return [{ name: "skipped", attributes: { message: result.reason ?? "" } }];
  const { results } = requirement;
  const same = (other: Result | Failure): boolean =>
    other.scenario === result.scenario && other.token === result.token && other.cell === result.cell;
  const place = results.filter((other) => same(other) && other.outcome === result.outcome).indexOf(result);
  const own = failures.filter(
    (failure) => failure.requirement === requirement.id && failure.outcome === result.outcome && same(failure),
  );
  return [explanation(report, result.outcome, own[place])];
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
