/** `npm run docs`: makes the README's picture anew, from a real run. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { $, tmpdir } from "zx";
import { renderConsole } from "../../harness/render/index.ts";
import { parseReport } from "../../harness/report/index.ts";
import { terminalPicture } from "./terminal-picture.ts";

const width = 100;
const root = join(import.meta.dirname, "../..");
const folder = tmpdir();
try {
  await $({ cwd: root, stdio: "inherit" })`npm run --silent conform -- --out ${folder} --runtime process`;
  const report = parseReport(await readFile(join(folder, "report.json"), "utf8"), "the run's report");
  const subject = { ...report.subject, source: "module" };
  const summary = renderConsole({ ...report, subject }, { colours: true, width });
  await writeFile(join(root, "docs/run.svg"), terminalPicture(`$ npm run conform\n\n${summary.trimEnd()}`, width));
} finally {
  await $`rm -rf ${folder}`;
}
