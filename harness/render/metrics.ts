import type { Cell } from "../model/index.ts";
import type { Outcome, Report, Result } from "../model/report/index.ts";
import { visibleLine } from "../text/index.ts";
import { standingOf, summarise } from "../verdict/index.ts";

type Labels = Readonly<Record<string, string>>;

interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** A family of metrics: what its samples count is in its unit, which its name ends with. */
interface Family {
  readonly name: string;
  readonly type: "gauge" | "info";
  readonly unit?: "seconds";
  readonly help: string;
  readonly samples: readonly Sample[];
}

const prefix = "vault_jwt_conformance";
const outcomes: readonly Outcome[] = ["pass", "fail", "unsupported", "error", "blocked"];

/**
 * Renders a report in the text format of OpenMetrics 1.0, which Prometheus and its textfile collector read.
 * Each requirement has a sample for each outcome in every cell that it was checked in, also where there was none, so that
 * a graph has no gaps.
 */
export function renderMetrics(report: Report): string {
  return `${familiesOf(report).map(written).join("")}# EOF\n`;
}

function familiesOf(report: Report): readonly Family[] {
  const { tool, subject, cells, startedAt, durationMs } = report;
  const checked = checksOf(report);
  const about = { source: subject.source, digest: subject.digest, version: subject.version ?? "" };
  return [
    info("run", "What was checked, and with which version of the harness.", [
      { ...about, tool: `${tool.name} ${tool.version}` },
    ]),
    info("cell", "What a cell consists of.", cells.map(cellLabels)),
    gauge("conforms", "1 if the subject conforms and nothing was left out, else 0.", [
      sample({}, standingOf(report) === "pass" ? 1 : 0),
    ]),
    gauge("partial", "1 if something was left out, else 0.", [sample({}, report.partial === undefined ? 0 : 1)]),
    gauge("results", "Results of scenarios by outcome.", counted({}, report.requirements)),
    gauge(
      "requirement_results",
      "Results of a requirement's scenarios in a cell by outcome.",
      checked.flatMap(({ labels, results }) => counted(labels, [{ results }])),
    ),
    seconds(
      "requirement_duration_seconds",
      "Time that a requirement's scenarios took in a cell.",
      checked.map(({ labels, results }) =>
        sample(labels, results.reduce((sum, one) => sum + one.durationMs, 0) / 1000),
      ),
    ),
    seconds("run_duration_seconds", "Time that the run took.", [sample({}, durationMs / 1000)]),
    seconds("run_start_timestamp_seconds", "When the run started, as Unix time.", [
      sample({}, Date.parse(startedAt) / 1000),
    ]),
  ];
}

function info(name: string, help: string, labels: readonly Labels[]): Family {
  return { name, type: "info", help, samples: labels.map((one) => sample(one, 1)) };
}

function gauge(name: string, help: string, samples: readonly Sample[]): Family {
  return { name, type: "gauge", help, samples };
}

function seconds(name: string, help: string, samples: readonly Sample[]): Family {
  return { ...gauge(name, help, samples), unit: "seconds" };
}

function sample(labels: Labels, value: number): Sample {
  return { labels, value };
}

function cellLabels({ id, runtime, server, cli, terraform, agent, coderAgent, coderServer }: Cell): Labels {
  return {
    cell: id,
    runtime,
    server: `${server.name} ${server.version}`,
    cli: `${cli.name} ${cli.version}`,
    terraform: `${terraform.name} ${terraform.version}`,
    agent,
    ...(coderAgent !== undefined && { agent_program: `${coderAgent.name} ${coderAgent.version}` }),
    ...(coderServer !== undefined && { coder_server: `${coderServer.name} ${coderServer.version}` }),
  };
}

function counted(labels: Labels, requirements: readonly { readonly results: readonly Result[] }[]): readonly Sample[] {
  const { passed, failed, unsupported, error, blocked } = summarise(requirements);
  const counts = { pass: passed, fail: failed, unsupported, error, blocked } as const;
  return outcomes.map((outcome) => sample({ ...labels, outcome }, counts[outcome]));
}

function checksOf(report: Report): readonly { readonly labels: Labels; readonly results: readonly Result[] }[] {
  return report.requirements.flatMap(({ id, profile, results }) => {
    const labels = { requirement: id, profile };
    const byCell = [...Map.groupBy(results, ({ cell }) => cell)];
    return byCell.map(([cell, own]) => ({ labels: { ...labels, cell }, results: own }));
  });
}

function written({ name, type, unit, help, samples }: Family): string {
  const full = `${prefix}_${name}`;
  const metadata = [
    `# TYPE ${full} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${full} ${unit}`]),
    `# HELP ${full} ${help}`,
  ];
  const suffix = type === "info" ? "_info" : "";
  // The format allows no series twice, and ids may be the same once they are made visible.
  const series = new Map<string, number>();
  for (const { labels, value } of samples) {
    const key = `${full}${suffix}${labelled(labels)}`;
    series.set(key, type === "info" ? value : (series.get(key) ?? 0) + value);
  }
  return [...metadata, ...[...series].map(([key, value]) => `${key} ${value}`)].map((line) => `${line}\n`).join("");
}

function labelled(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escaped(value: string): string {
  return visibleLine(value).replace(/[\\"]/g, "\\$&");
}
