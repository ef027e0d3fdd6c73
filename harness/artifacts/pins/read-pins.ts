import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { parseStrictYaml, readBounded } from "../../input/index.ts";
import { type Pins, pinsSchema } from "./schema.ts";

/** The package's own lock file. */
export const pinsFile: string = join(dirname(findPackageJSON(".", import.meta.url) ?? "."), "artifacts.lock.yaml");

const remedy = "Correct it, or renew it with `npm run artifacts -- update`; see docs/artifacts.md.";

/** The package's own lock file does not change while a process runs. */
let own: Promise<Pins> | undefined;

/**
 * Reads a lock file.
 * @throws WrongInput `artifacts.missing`, `artifacts.unreadable`, `artifacts.not-yaml`, `artifacts.empty`, `artifacts.malformed`, …
 */
export function readPins(path: string = pinsFile): Promise<Pins> {
  if (path !== pinsFile) return read(path);
  own ??= read(path);
  return own;
}

async function read(path: string): Promise<Pins> {
  const { bytes } = await readBounded(path, "artifacts");
  return parseStrictYaml(bytes, path, { kind: "artifacts", schema: pinsSchema, remedy }).content;
}
