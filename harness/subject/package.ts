import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { outsideOfPackage, unreadable, withoutPackage } from "./problems.ts";
import type { Package } from "./types.ts";
import { waysOut } from "./ways-out.ts";

/**
 * Finds the package that Terraform needs for a module: `undefined` where its own folder is enough. `given` is the root
 * of the package; without it, it is the nearest repository.
 *
 * @throws WrongInput `subject.outside` where a path of the module leads out of the package, or there is none
 */
export async function packageOf(
  folder: string,
  links: readonly string[],
  given: string | undefined,
): Promise<Package | undefined> {
  const root = given === undefined ? repositoryAround(folder) : await realRoot(given);
  // A copy of a module that needs nothing else is its own package: whatever lies around it was not there.
  if (given !== undefined && root === folder) return undefined;
  const ways = await waysOut(folder, links);
  const beyond = ways.find((way) => way.kind === "path" && !isIn(root ?? folder, join(folder, way.to)));
  if (beyond !== undefined)
    throw root === undefined || root === folder ? withoutPackage(beyond) : outsideOfPackage(beyond, root);
  if (root === undefined) return undefined;
  // Links that lead out of the package are refused with all others that lead nowhere good.
  const inside = ways.filter(({ to }) => isIn(root, join(folder, to)));
  return inside.length === 0 ? undefined : { root, folder: relative(root, folder), ways: inside };
}

function repositoryAround(folder: string): string | undefined {
  if (existsSync(join(folder, ".git"))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : repositoryAround(above);
}

async function realRoot(root: string): Promise<string> {
  return await realpath(root).catch((cause: unknown) => {
    throw unreadable(root, "the folder cannot be read", cause);
  });
}

function isIn(folder: string, path: string): boolean {
  return relative(folder, path).split("/")[0] !== "..";
}
