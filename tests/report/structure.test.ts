import { describe, expect, test } from "vitest";
import type { Report } from "../../harness/model/report/index.ts";
import { renderBadge, renderConsole, renderJUnit, renderMarkdown, renderMetrics } from "../../harness/render/index.ts";
import { chance } from "../../tools/chance.ts";
import { hostileText, reportSaying } from "./hostile.ts";
import { schemaMistakes } from "./junit-schema.ts";
import { readMarkdown } from "./read-markdown.ts";
import { readMetrics } from "./read-metrics.ts";
import { type Element, readXml } from "./well-formed.ts";

const harmless = reportSaying(() => "word");
const reports: readonly Report[] = Array.from({ length: 2_000 }, (_, seed) => {
  const random = chance(seed);
  return reportSaying(() => hostileText(random));
});

/** Elements and the names of their attributes. */
function skeleton({ name, attributes, children }: Element): string {
  return `<${name} ${Object.keys(attributes).join(" ")}>${children.map(skeleton).join("")}</>`;
}

function metricShape(text: string): readonly string[] {
  return readMetrics(text).map(({ name, labels, value }) => `${name} ${Object.keys(labels).join(" ")} ${value}`);
}

function junitShape(text: string): readonly string[] {
  const root = readXml(text);
  return [skeleton(root), ...schemaMistakes(root)];
}

const misleading = /[^\P{C}\n\p{Cn}]|[\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;
/** What a CI system takes for a command. */
const command = /^\s*::|##\[|##vso\[|##teamcity\[/m;

/** What stands at the margin, without what differs; throws at what a terminal or a CI system's log would obey. */
function consoleShape(text: string): readonly string[] {
  if (misleading.test(text)) throw new SyntaxError(`obeyed by a terminal: ${JSON.stringify(text)}`);
  if (command.test(text)) throw new SyntaxError(`obeyed by a CI system: ${text}`);
  return text
    .split("\n")
    .flatMap((line) => /^(?:module|cell|Unsupported:|What to fix:|Notes:|[^\w\s](?= )|\d+ )/.exec(line)?.[0] ?? []);
}

const shapes: Readonly<Record<string, (report: Report) => readonly string[]>> = {
  "JUnit XML": (report) => junitShape(renderJUnit(report)),
  Markdown: (report) => readMarkdown(renderMarkdown(report)),
  "the badge": (report) => [renderBadge(report), skeleton(readXml(renderBadge(report)))],
  OpenMetrics: (report) => metricShape(renderMetrics(report)),
  "the console": (report) => consoleShape(renderConsole(report, { colours: false, width: 80 })),
};

describe("whatever a subject says, the structure stays of", () => {
  test.each(Object.entries(shapes))("%s", (_what, shapeOf) => {
    const due = shapeOf(harmless);
    expect(due.length).toBeGreaterThan(0);

    const differing = reports.findIndex((report) => shapeOf(report).join("\n") !== due.join("\n"));
    expect(shapeOf(reports[differing] ?? harmless), `report ${differing}`).toEqual(due);
  });

  test("report.json", () => {
    expect(JSON.parse(JSON.stringify(reports))).toEqual(reports);
  });
});
