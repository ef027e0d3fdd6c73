/** `npm run artifacts -- update`: asks the publishers, and writes `artifacts.lock.yaml` anew. */
import { rename, writeFile } from "node:fs/promises";
import { pinsFile, readPins } from "../../harness/artifacts/pins/index.ts";
import { HarnessError } from "../../harness/errors/index.ts";
import { print } from "../../harness/text/index.ts";
import { render } from "./render.ts";
import { renew } from "./renew.ts";
import { wishes } from "./wishes.ts";

const [command, file = pinsFile, ...more] = process.argv.slice(2);
if (command !== "update" || more.length > 0) {
  print(process.stderr, ["Usage: npm run artifacts -- update [FILE]"]);
  process.exitCode = 2;
} else {
  await update(file).catch((error: unknown) => {
    if (!(error instanceof HarnessError)) throw error;
    print(process.stderr, [error.message, error.remedy]);
    process.exitCode = error.status;
  });
}

/** Whoever reads meanwhile sees the old file or the new one, and never a part of one. */
async function update(path: string): Promise<void> {
  const { pins, added, changed, unanswered } = await renew(await readPins(path), wishes);
  const written = `${path}.${process.pid}`;
  await writeFile(written, render(pins));
  await rename(written, path);
  print(process.stdout, [
    ...added.map((name) => `added    ${name}`),
    ...changed.map((name) => `CHANGED  ${name}: see why, before this is committed`),
    ...unanswered.map((problem) => `kept     ${problem}`),
    `${path}: ${added.length} added, ${changed.length} changed.`,
  ]);
}
