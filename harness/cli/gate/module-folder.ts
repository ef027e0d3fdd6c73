import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { WrongInput } from "../../errors/index.ts";
import { givenFolder, readSubjectFiles, type SubjectFile } from "../../subject/index.ts";
import { named, print } from "../../text/index.ts";

/** A module that is here. */
export interface ModuleFiles {
  readonly folder: string;
  /** The folder that its digest covers: its own, or its package. */
  readonly root: string;
  readonly files: readonly SubjectFile[];
}

/**
 * Reads the files of a module by the rule that a run has.
 *
 * @throws WrongInput `module.missing`, `subject.*`
 */
export async function readModuleFiles(word: string): Promise<ModuleFiles> {
  const { folder, package: root } = givenFolder(word);
  await checkFolder(folder);
  const progress = (message: string) => print(process.stderr, [message]);
  const { files, package: around } = await readSubjectFiles(folder, { package: root, progress });
  return { folder, files, root: around?.root ?? folder };
}

async function checkFolder(folder: string): Promise<void> {
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
