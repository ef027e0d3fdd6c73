import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Reading } from "./types.ts";

/** A module's folder as someone names it, with its package where that is named too. */
export interface GivenFolder extends Pick<Reading, "package"> {
  readonly folder: string;
}

/** Reads `FOLDER`, or `PACKAGE//FOLDER` as Terraform's sources have it. A URL is neither. */
export function givenFolder(word: string): GivenFolder {
  const [, root, below] = /^(.*?[^:/])\/\/+([^/].*)$/s.exec(word) ?? [];
  if (root === undefined || below === undefined || !existsSync(root)) return { folder: word };
  return { folder: join(root, below), package: root };
}
