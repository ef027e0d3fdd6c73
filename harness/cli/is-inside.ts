import { isAbsolute, relative, resolve, sep } from "node:path";

/** Whether a path is a folder, or lies below it. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way.split(sep)[0] !== ".." && !isAbsolute(way);
}
