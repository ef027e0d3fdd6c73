import { isAbsolute, relative, resolve, sep } from "node:path";
import { WrongInput } from "../errors/index.ts";
import { named } from "../text/index.ts";

/** Whether a path is a folder, or lies below it. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way.split(sep)[0] !== ".." && !isAbsolute(way);
}

/** What a command writes would be a part of the module. */
export function inModule(option: string, path: string, module: string): WrongInput {
  const problem = `${option} ${named(path)} is in ${named(module)}, which the module's digest covers: it would be another module.`;
  return new WrongInput("option.out", problem, "Choose a folder outside of it.", { option, path, module });
}
