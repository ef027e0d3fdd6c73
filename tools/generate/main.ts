/** `npm run generate`: writes all files that are made from others, and with `--all` those that a run shows. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { packageFolder } from "../../harness/package/index.ts";
import { runCommand } from "../conformance/command-line.ts";
import { generated } from "./files.ts";
import { fromRun, reportOfMutant } from "./from-run.ts";
import { completeKillMatrix } from "./kill-matrix.ts";
import { reportPicture } from "./report-picture.ts";

interface Options {
  readonly all?: boolean;
}

const program = new Command("generate")
  .description("writes the generated files: pages, JSON Schemas, and what the kill matrix lacks")
  .option(
    "--all",
    "also files from a real run: scenarios/durations.json and the pictures; takes minutes, needs Chromium",
  )
  .action(async ({ all = false }: Options) => {
    await completeKillMatrix();
    const files = Object.entries(generated).map(async ([file, text]) => [file, await text()] as const);
    const shown = all ? [...(await fromRun()), ["docs/report.png", await pictureOfFailure()] as const] : [];
    for (const [file, content] of [...(await Promise.all(files)), ...shown]) {
      await writeFile(join(packageFolder, file), content);
    }
  });
await runCommand(program);

/** What a reader of the README may see: a refused login that a module reports as a success. */
async function pictureOfFailure(): Promise<Buffer> {
  return await reportPicture(await reportOfMutant("refusal-ends-with-status-0"));
}
