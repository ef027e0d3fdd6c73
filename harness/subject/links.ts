import { readlink, realpath } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import { quoted } from "../text/index.ts";
import { badLink } from "./problems.ts";

/**
 * The file that a link of a module leads to. Each link of a chain is a link of the module too, and is checked by itself.
 *
 * @throws WrongInput `subject.link`
 */
export async function targetOf(root: string, link: string, files: ReadonlySet<string>): Promise<string> {
  const path = join(root, link);
  const text = await readlink(path);
  if (isAbsolute(text) || leaves(link, text)) throw badLink(link, `out of the module's folder, to ${quoted(text)}`);
  const target = await realpath(path).catch((cause: unknown) => {
    throw badLink(link, isLoop(cause) ? "in a circle" : "nowhere");
  });
  if (files.has(relative(root, target))) return target;
  throw badLink(link, "to a folder, or to what does not belong to the module");
}

/** Whether the way goes above the module's folder, be it to come back: elsewhere that folder has another name. */
function leaves(link: string, text: string): boolean {
  let depth = link.split("/").length - 1;
  for (const step of text.split("/").filter((one) => one !== "" && one !== ".")) {
    depth += step === ".." ? -1 : 1;
    if (depth < 0) return true;
  }
  return false;
}

function isLoop(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ELOOP";
}
