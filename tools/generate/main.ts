/** `npm run generate`: writes all files that are made from others, and with `--all` those that a run shows. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { packageFolder } from "../../harness/package/index.ts";
import { runCommand } from "../conformance/command-line.ts";
import { generated } from "./files.ts";
import { fromRun, reportOfMutant } from "./from-run.ts";
import { completeKillMatrix } from "./kill-matrix.ts";
import { withSample } from "./readme-sample.ts";
import { reportPicture } from "./report-picture.ts";

interface Options {
  readonly all?: boolean;
}

const program = new Command("generate")
  .description("writes the generated files: pages, JSON Schemas, and what the kill matrix lacks")
  .option(
    "--all",
    "also what real runs show: scenarios/durations.json, the pictures, the README's failure; takes minutes, needs Chromium",
  )
  .action(async ({ all = false }: Options) => {
    await completeKillMatrix();
    const files = Object.entries(generated).map(async ([file, text]) => [file, await text()] as const);
    const shown = all ? [...(await fromRun()), ...(await fromFailure())] : [];
    for (const [file, content] of [...(await Promise.all(files)), ...shown]) {
      await writeFile(join(packageFolder, file), content);
    }
  });
await runCommand(program);

/** What the README shows of a refused login that a module reports as a success: its page, and what a run prints. */
async function fromFailure(): Promise<readonly (readonly [file: string, content: string | Buffer])[]> {
  const sample = await reportOfMutant("refused-login-completes", ["--only", "LOGIN-06", "--token", "custom"]);
  return [
    ["docs/report.png", await reportPicture(await reportOfMutant("refusal-ends-with-status-0"))],
    ["README.md", withSample(await readFile(join(packageFolder, "README.md"), "utf8"), sample)],
  ];
}
