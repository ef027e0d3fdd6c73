import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { $, tmpdir } from "zx";
import type { Report } from "../../harness/model/report/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { renderConsole } from "../../harness/render/index.ts";
import { parseReport } from "../../harness/report/index.ts";
import { terminalPicture } from "./terminal-picture.ts";

const width = 100;

/** What a run of the whole catalogue shows, by the paths in the package: what its scenarios take, and the README's picture. */
export async function fromRun(): Promise<readonly (readonly [file: string, text: string])[]> {
  const folder = tmpdir();
  try {
    await $({ cwd: packageFolder, stdio: "inherit" })`npm run --silent conform -- --out ${folder} --runtime process`;
    const report = parseReport(await readFile(join(folder, "report.json"), "utf8"), "the run's report");
    return [
      ["scenarios/durations.json", `${JSON.stringify(durationsIn(report), null, 2)}\n`],
      ["docs/run.svg", pictureOf(report)],
    ];
  } finally {
    await $`rm -rf ${folder}`;
  }
}

/** In milliseconds, by scenario, of its slowest result. */
function durationsIn({ requirements }: Report): Readonly<Record<string, number>> {
  const results = Map.groupBy(
    requirements.flatMap((requirement) => requirement.results),
    ({ scenario }) => scenario,
  );
  const slowest = [...results].map(
    ([scenario, all]) => [scenario, Math.max(...all.map(({ durationMs }) => durationMs))] as const,
  );
  return Object.fromEntries(slowest.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function pictureOf(report: Report): string {
  const subject = { ...report.subject, source: "module" };
  const summary = renderConsole({ ...report, subject }, { colours: true, width });
  return terminalPicture(`$ npm run conform\n\n${summary.trimEnd()}`, width);
}
