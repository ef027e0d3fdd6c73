import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { WrongInput } from "../errors/index.ts";
import { type Subject, subjectDigest } from "../report/index.ts";

/** The module under test, as it lies on this machine. */
export interface SubjectFolder extends Subject {
  readonly folder: string;
}

/**
 * Looks at a module's folder: its digest and the inputs that it declares.
 *
 * @throws WrongInput `module.missing`, `module.empty`, `module.not-terraform`
 */
export async function readSubject(source: string): Promise<SubjectFolder> {
  const folder = resolve(source);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new WrongInput("module.missing", `There is no folder ${source}.`, "Give the module's folder with --module.", {
      source,
    });
  }
  const names = await readdir(folder);
  if (names.length === 0) {
    throw new WrongInput(
      "module.empty",
      `The folder ${source} is empty.`,
      "Give the folder that holds the module's .tf files.",
      { source },
    );
  }
  const files = names.filter((name) => name.endsWith(".tf") || name.endsWith(".tf.json"));
  if (files.length === 0) {
    const remedy = "Give the folder that holds the module's .tf files.";
    throw new WrongInput("module.not-terraform", `The folder ${source} holds no Terraform files.`, remedy, { source });
  }
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
  return { source, folder, digest: await subjectDigest(folder), variables: texts.flatMap(declaredVariables).sort() };
}

function declaredVariables(text: string): string[] {
  return [...text.matchAll(/^\s*variable\s+"?([\w-]+)"?\s*\{/gm)].map((match) => match[1] ?? "");
}
