import { lstat, mkdir, readlink, rm, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { list } from "./own-folder.ts";

/** What an entry's folder holds, and nothing else: paths are relative to it. */
export interface Layout {
  /** The one file. */
  readonly file: string;
  /** Another name of the file's folder: Terraform's and OpenTofu's registries differ. */
  readonly alias?: string | undefined;
}

type Kind = "folder" | "file" | "link";

/**
 * Paths in an entry's folder that do not belong there: Terraform would take a newer version, or another program beside
 * the file. An empty path is the folder itself, where it is a link or a file.
 */
export async function foreignIn(folder: string, layout: Layout): Promise<string[]> {
  const found = await lstat(folder).catch(() => undefined);
  if (found === undefined) return [];
  return found.isDirectory() ? await foreignBelow(folder, layout, "") : [""];
}

/** Removes what does not belong there. */
export async function removeForeign(folder: string, layout: Layout): Promise<void> {
  for (const path of await foreignIn(folder, layout)) await rm(join(folder, path), { recursive: true, force: true });
}

/** Gives the file's folder its other name, where it is to have one. */
export async function layAlias(folder: string, { file, alias }: Layout): Promise<void> {
  if (alias === undefined) return;
  const path = join(folder, alias);
  await mkdir(dirname(path), { recursive: true });
  await symlink(targetOf(alias, file), path).catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  });
}

async function foreignBelow(folder: string, layout: Layout, above: string): Promise<string[]> {
  const expected = kindsOf(layout);
  const foreign: string[] = [];
  for (const one of await list(join(folder, above))) {
    const path = join(above, one.name);
    const kind: Kind | undefined = one.isDirectory()
      ? "folder"
      : one.isFile()
        ? "file"
        : one.isSymbolicLink()
          ? "link"
          : undefined;
    const fits =
      kind !== undefined && expected.get(path) === kind && (kind !== "link" || (await isAlias(folder, layout)));
    if (!fits) foreign.push(path);
    else if (kind === "folder") foreign.push(...(await foreignBelow(folder, layout, path)));
  }
  return foreign;
}

function kindsOf({ file, alias }: Layout): ReadonlyMap<string, Kind> {
  const kinds = new Map<string, Kind>();
  for (const path of [file, ...(alias === undefined ? [] : [alias])]) {
    for (let above = dirname(path); above !== "."; above = dirname(above)) kinds.set(above, "folder");
  }
  if (alias !== undefined) kinds.set(alias, "link");
  return kinds.set(file, "file");
}

async function isAlias(folder: string, { file, alias = "" }: Layout): Promise<boolean> {
  return (await readlink(join(folder, alias)).catch(() => undefined)) === targetOf(alias, file);
}

function targetOf(alias: string, file: string): string {
  return relative(dirname(alias), dirname(file));
}
