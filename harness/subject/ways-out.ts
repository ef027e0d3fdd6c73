import { existsSync } from "node:fs";
import { readdir, readlink } from "node:fs/promises";
import { isAbsolute, join, posix } from "node:path";
import { leaves } from "./links.ts";
import type { WayOut } from "./types.ts";

const code = /\.(?:tf|tofu)(?:\.json)?$/;

/**
 * What Terraform would read outside of a module's folder: by paths in the module's own code, in that of the modules in
 * its folder that it calls, and by links.
 */
export async function waysOut(root: string, links: readonly string[]): Promise<readonly WayOut[]> {
  const found = [...(await waysOfLinks(root, links)), ...(await waysOfCode(root))];
  return found.filter(({ to }) => existsSync(join(root, to)));
}

async function waysOfLinks(root: string, links: readonly string[]): Promise<readonly WayOut[]> {
  const all = await Promise.all(links.map(async (from) => ({ from, text: await readlink(join(root, from)) })));
  return all
    .filter(({ from, text }) => !isAbsolute(text) && leaves(from, text))
    .map(({ from, text }) => ({ from, to: posix.join(posix.dirname(from), text), kind: "link" }));
}

async function waysOfCode(root: string): Promise<readonly WayOut[]> {
  const ways: WayOut[] = [];
  const folders = new Set([""]);
  // A set goes on with what is added meanwhile.
  for (const folder of folders)
    for (const from of await codeIn(root, folder)) {
      const { calls, paths } = await readCode(join(root, from));
      const inModule = [...calls, ...paths].map((path) => posix.join(folder, path));
      for (const to of inModule) if (isOutside(to)) ways.push({ from, to, kind: "path" });
      for (const path of calls) {
        const called = posix.join(folder, path);
        if (!isOutside(called)) folders.add(called === "." ? "" : called.replace(/\/$/, ""));
      }
    }
  return ways;
}

/** Code that cannot be read is Terraform's to complain of. */
async function codeIn(root: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => code.test(entry.name) && entry.isFile());
  return files.map(({ name }) => posix.join(folder, name)).sort();
}

async function readCode(
  file: string,
): Promise<{ readonly calls: readonly string[]; readonly paths: readonly string[] }> {
  // Scenarios' workers load this file, and have no use for a parser.
  const { blocksOf, outwardPaths } = await import("../hcl/index.ts");
  const modules = (await blocksOf(file)).filter(({ type }) => type === "module");
  const sources = modules.flatMap((block) => /^"(\.\.?\/[^"$%]*)"$/.exec(block.arguments.source ?? "")?.[1] ?? []);
  return { calls: sources, paths: await outwardPaths(file) };
}

function isOutside(path: string): boolean {
  return path.split("/")[0] === "..";
}
