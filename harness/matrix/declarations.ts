import { listOf } from "../excuses/index.ts";
import type { KnownEntry } from "../model/report/index.ts";
import type { Matrix } from "./types.ts";

/** What a matrix expects to be `unsupported`, as reports have it: an entry for each requirement, pattern of cells and token. */
export function declaredBy({ unsupported = [] }: Pick<Matrix, "unsupported">): readonly KnownEntry[] {
  return unsupported.flatMap(({ requirement, requirements, cell, cells, token, tokens, ...rest }) =>
    (listOf(requirement, requirements) ?? []).flatMap((requirement) =>
      (listOf(cell, cells) ?? [{}]).flatMap((cell) =>
        (listOf(token, tokens) ?? [undefined]).map((token): KnownEntry => {
          const where = { requirement, cell, ...(token !== undefined && { token }) };
          return { ...where, outcome: "unsupported", ...rest };
        }),
      ),
    ),
  );
}
