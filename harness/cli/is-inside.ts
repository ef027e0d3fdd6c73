import { isAbsolute, relative, resolve, sep } from "node:path";
import { WrongInput } from "../errors/index.ts";
import { named } from "../text/index.ts";

/** Whether a path is a folder, or lies below it. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way.split(sep)[0] !== ".." && !isAbsolute(way);
}

/**
 * Checks that what a command writes would be no part of the module.
 *
 * @throws WrongInput `option.out`
 */
export function checkOutside(option: string, path: string, module: string): void {
  if (!isInside(path, module)) return;
  const problem = `${option} ${named(path)} is in ${named(module)}: files written there would change the module's digest.`;
  throw new WrongInput("option.out", problem, "Choose a folder outside of it.", { option, path, module });
}
