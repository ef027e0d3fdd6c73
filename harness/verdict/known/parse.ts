import { unknownRequirements } from "../../excuses/index.ts";
import { parseStrictYaml, readBounded } from "../../input/index.ts";
import type { CatalogueEntry, KnownEntry } from "../../model/report/index.ts";
import { knownSchema } from "./schema.ts";

const remedy = "Correct the list; see docs/excuses.md and docs/known.schema.json.";

/**
 * Reads a list of known failures from its file.
 * @throws WrongInput as readBounded and {@link parseKnown} do
 */
export async function readKnown(path: string, catalogue: readonly CatalogueEntry[]): Promise<readonly KnownEntry[]> {
  const { bytes } = await readBounded(path, "known");
  return parseKnown(bytes, path, catalogue);
}

/**
 * Reads a list of known failures; `where` is its name for error messages, which have line and column. A requirement that
 * it names must exist.
 * @throws WrongInput `known.not-yaml`, `known.empty`, `known.malformed`, `known.inconsistent`
 */
export function parseKnown(bytes: Buffer, where: string, catalogue: readonly CatalogueEntry[]): readonly KnownEntry[] {
  const { content, refusal } = parseStrictYaml(bytes, where, { kind: "known", schema: knownSchema, remedy });
  const mistakes = content.known.flatMap((entry, at) => unknownRequirements(entry, ["known", at], catalogue));
  if (mistakes.length > 0) throw refusal("inconsistent", "does not make sense", mistakes);
  return content.known;
}
