import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { unknownRequirements } from "../excuses/index.ts";
import { type Mistake, nearest, parseStrictYaml, readBounded } from "../input/index.ts";
import { packageFolder } from "../package/index.ts";
import { matrixSchema } from "./matrix-schema.ts";
import type { Matrix, ReadMatrix } from "./types.ts";

const shipped = ["quick", "nightly", "offline"];
const remedy = "Correct the matrix; see docs/matrix.md and docs/matrix.schema.json.";

/** The requirements that a matrix may name. */
export type Catalogue = readonly { readonly id: string; readonly profile: string }[];

/**
 * Reads a matrix file, or one of those that come with the harness, by its name. Nothing is looked up yet: what its words
 * mean in versions is found out by {@link expandMatrix}.
 * @throws WrongInput `matrix.missing`, `.unreadable`, `.not-a-file`, `.too-large`, `.not-yaml`, `.empty`, `.malformed`,
 * `.inconsistent`
 */
export async function readMatrix(path: string, catalogue: Catalogue): Promise<ReadMatrix> {
  const isShipped = shipped.includes(path) && !existsSync(path);
  const { bytes } = await readBounded(isShipped ? join(packageFolder, "matrix", `${path}.yaml`) : path, "matrix");
  return parseMatrix(bytes, path, catalogue);
}

/** {@link readMatrix} for what was read. */
export function parseMatrix(bytes: Buffer, where: string, catalogue: Catalogue): ReadMatrix {
  const { content: matrix, refusal } = parseStrictYaml(bytes, where, { kind: "matrix", schema: matrixSchema, remedy });
  const { unsupported = [] } = matrix;
  const mistakes = [
    ...unknownProfiles(matrix, catalogue),
    ...unsupported.flatMap((entry, at) => unknownRequirements(entry, ["unsupported", at], catalogue)),
  ];
  if (mistakes.length > 0) throw refusal("inconsistent", "does not make sense", mistakes);
  return { matrix, where, digest: `sha256:${createHash("sha256").update(bytes).digest("hex")}`, refusal };
}

function unknownProfiles({ profiles = [] }: Matrix, catalogue: Catalogue): readonly Mistake[] {
  const known = [...new Set(catalogue.map(({ profile }) => profile))];
  return profiles.flatMap((word, at) => {
    if (known.includes(word)) return [];
    const meant = nearest(word, known);
    const hint = meant === undefined ? ` among ${known.join(", ")}` : `, did you mean ${meant}?`;
    return [{ path: ["profiles", at], problem: `there is no profile ${word}${hint}` }];
  });
}
