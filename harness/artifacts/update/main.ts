/** `npm run artifacts -- update`: asks the publishers, and writes `artifacts.lock.yaml` anew. */
import { rename, writeFile } from "node:fs/promises";
import { HarnessError } from "../../errors/index.ts";
import { pinsFile, readPins } from "../pins/index.ts";
import { render } from "./render.ts";
import { renew } from "./renew.ts";
import { wishes } from "./wishes.ts";

const [command, file = pinsFile, ...more] = process.argv.slice(2);
if (command !== "update" || more.length > 0) {
  process.stderr.write("Usage: npm run artifacts -- update [FILE]\n");
  process.exitCode = 2;
} else {
  await update(file).catch((error: unknown) => {
    if (!(error instanceof HarnessError)) throw error;
    process.stderr.write(`${error.message}\n${error.remedy}\n`);
    process.exitCode = error.status;
  });
}

/** Whoever reads meanwhile sees the old file or the new one, and never a part of one. */
async function update(path: string): Promise<void> {
  const { pins, added, changed, unanswered } = await renew(await readPins(path), wishes);
  const written = `${path}.${process.pid}`;
  await writeFile(written, render(pins));
  await rename(written, path);
  for (const name of added) process.stdout.write(`added    ${name}\n`);
  for (const name of changed) process.stdout.write(`CHANGED  ${name}: see why, before this is committed\n`);
  for (const problem of unanswered) process.stdout.write(`kept     ${problem}\n`);
  process.stdout.write(`${path}: ${added.length} added, ${changed.length} changed.\n`);
}
