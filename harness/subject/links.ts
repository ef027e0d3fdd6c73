import { readlink, realpath } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import { quoted } from "../text/index.ts";
import { badLink } from "./problems.ts";

/**
 * What a link of a module leads to, as its path and its name. Each link of a chain is a link of the module too, and is
 * checked by itself.
 *
 * @throws WrongInput `subject.link`
 */
export async function targetOf(
  root: string,
  link: string,
  whole: "module" | "package",
): Promise<{ readonly path: string; readonly name: string }> {
  const path = join(root, link);
  const text = await readlink(path);
  if (isAbsolute(text) || leaves(link, text)) throw badLink(link, `leads out of the ${whole}, to ${quoted(text)}`);
  const target = await realpath(path).catch((cause: unknown) => {
    throw badLink(link, isLoop(cause) ? "leads in a circle" : `points at ${quoted(text)}, which does not exist`);
  });
  return { path: target, name: relative(root, target) };
}

/** Whether the way goes above the folder that a link's name begins in, be it to come back: elsewhere that folder has another name. */
export function leaves(link: string, text: string): boolean {
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
