import pMap from "p-map";
import { targetOf } from "./links.ts";
import { badLink } from "./problems.ts";
import type { Entry } from "./types.ts";

/** What of a module is a file, and what a link. */
interface Known {
  readonly files: readonly Entry[];
  readonly links: readonly string[];
}

/**
 * What links stand for: the files that they lead to, or all files of a folder, under the link's name.
 *
 * @throws WrongInput `subject.link`
 */
export async function linkedEntries(
  root: string,
  { files, links }: Known,
  whole: "module" | "package",
): Promise<readonly Entry[]> {
  const targets = await pMap(links, async (link) => ({ link, ...(await targetOf(root, link, whole)) }), {
    concurrency: 8,
  });
  const names = new Set(files.map(({ name }) => name));
  const toFiles = targets.filter(({ name }) => names.has(name)).map(({ link, path }) => ({ name: link, path }));
  const folders = targets.filter(({ name }) => !names.has(name));
  const all = [...files, ...toFiles];
  const linked = [...toFiles];
  for (const { link, name } of folders) {
    linked.push(...filesOf({ link, folder: name }, all, folders));
    if (linked.length > most) throw badLink(link, `stands for more than ${most.toLocaleString("en")} files`);
  }
  return linked;
}

/** A few links to large folders would be more files than any machine can copy. */
const most = 100_000;

/** Links to folders within such a folder would go on without an end where one leads to a folder above it. */
function filesOf(
  { link, folder }: { readonly link: string; readonly folder: string },
  all: readonly Entry[],
  folders: readonly { readonly link: string }[],
): readonly Entry[] {
  const isBelow = (name: string) => folder === "" || name.startsWith(`${folder}/`);
  const inner = folders.find((other) => isBelow(other.link));
  if (inner !== undefined) throw badLink(link, `leads to a folder with another link to a folder, ${inner.link}`);
  const below = all.filter(({ name }) => isBelow(name));
  if (below.length === 0) throw badLink(link, "leads to what does not belong to the module");
  return below.map(({ name, path }) => ({ name: link + name.slice(folder.length), path }));
}
