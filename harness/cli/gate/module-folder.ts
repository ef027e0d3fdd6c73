import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { WrongInput } from "../../errors/index.ts";
import { named } from "../../text/index.ts";

/** @throws WrongInput `module.missing` */
export async function checkFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  const remedy = "Give the folder that holds the module's files with --module.";
  throw new WrongInput("module.missing", `There is no folder ${named(folder)}.`, remedy, { folder });
}

const example = /^\s*module\s+"[^"]+"\s*\{[^{}]*?^\s*version\s*=\s*"(\d+\.\d+\.\d+)"/gm;

/** The version that a module's README tells its users to name, where it names one and no other. */
export async function versionOf(folder: string): Promise<string | undefined> {
  const readme = await readFile(join(folder, "README.md"), "utf8").catch(() => "");
  const [version, ...others] = new Set([...readme.matchAll(example)].map(([, found]) => found));
  return others.length === 0 ? version : undefined;
}
