import { readlink, realpath } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { badLink } from "./problems.ts";

/**
 * The file that a link of a module leads to. Each link of a chain is a link of the module too, and is checked by itself.
 *
 * @throws WrongInput `subject.link`
 */
export async function targetOf(root: string, link: string, files: ReadonlySet<string>): Promise<string> {
  const path = join(root, link);
  const text = await readlink(path);
  if (isAbsolute(text) || isOutside(relative(root, resolve(dirname(path), text))))
    throw badLink(link, `out of the module's folder, to ${JSON.stringify(text)}`);
  const target = await realpath(path).catch((cause: unknown) => {
    throw badLink(link, isLoop(cause) ? "in a circle" : "nowhere");
  });
  if (files.has(relative(root, target))) return target;
  throw badLink(link, "to a folder, or to what does not belong to the module");
}

function isOutside(way: string): boolean {
  return way.split("/")[0] === ".." || isAbsolute(way);
}

function isLoop(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ELOOP";
}
