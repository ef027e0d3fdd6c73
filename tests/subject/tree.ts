import { mkdir, mkdtempDisposable, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { copySubject, digestOf, readSubjectFiles } from "../../harness/subject/index.ts";

/** Names of files, with slashes, and what they contain. */
export type Files = Readonly<Record<string, string>>;

export const temporary = (): ReturnType<typeof mkdtempDisposable> => mkdtempDisposable(join(tmpdir(), "subject-"));

export async function write(folder: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

/** The names of all files, links included, below a folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).toSorted();
}

/** Copies a module as a run does, and gives the names in the copy. */
export async function namesInCopy(folder: string, ignoreState = false): Promise<readonly string[]> {
  await using place = await temporary();
  const copy = join(place.path, "copy");
  const { files } = await readSubjectFiles(folder, { ignoreState });
  await copySubject({ folder, digest: digestOf(files) }, copy, { ignoreState });
  return await namesIn(copy);
}
