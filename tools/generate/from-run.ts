import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { $, tmpdir } from "zx";
import { exitStatus } from "../../harness/errors/index.ts";
import type { Report } from "../../harness/model/report/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { renderConsole } from "../../harness/render/index.ts";
import { parseReport } from "../../harness/report/index.ts";
import { exitStatusOf } from "../../harness/verdict/index.ts";
import { mutatedModule } from "../mutants/mutated-module.ts";
import { terminalPicture } from "./terminal-picture.ts";

const width = 100;

/** What a run of the whole catalogue shows, by the paths in the package: what its scenarios take, and the README's picture. */
export async function fromRun(): Promise<readonly (readonly [file: string, text: string])[]> {
  const report = await reportOf([]);
  if (exitStatusOf(report) !== exitStatus.conforms)
    throw new Error("The module does not conform: see what the run printed.");
  return [
    ["scenarios/durations.json", `${JSON.stringify(durationsIn(report), null, 2)}\n`],
    ["docs/run.svg", pictureOf(report)],
  ];
}

/** The report of a run against a module with a defect. */
export async function reportOfMutant(name: string, options: readonly string[] = []): Promise<Report> {
  await using module = await mutatedModule(name);
  return await reportOf(["--module", module.folder, ...options]);
}

/** The report of a run, which may fail; its module is called what the README calls it. */
async function reportOf(options: readonly string[]): Promise<Report> {
  const folder = tmpdir();
  try {
    const run = $({ cwd: packageFolder, stdio: "inherit", nothrow: true });
    await run`npm run --silent conform -- --out ${folder} --runtime process ${options}`;
    const report = parseReport(await readFile(join(folder, "report.json"), "utf8"), "the run's report");
    return { ...report, subject: { ...report.subject, source: "module" } };
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
  const summary = renderConsole(report, { colours: true, width });
  return terminalPicture(`$ npm run conform\n\n${summary.trimEnd()}`, width);
}
