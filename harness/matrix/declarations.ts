import type { KnownEntry } from "../model/index.ts";
import type { Matrix } from "./types.ts";

/** What a matrix expects to be `unsupported`, as the list of known failures has it. */
export function declaredBy({ unsupported = [] }: Pick<Matrix, "unsupported">): readonly KnownEntry[] {
  return unsupported.flatMap(({ requirements, cells = [{}], tokens = [undefined], reason }) =>
    requirements.flatMap((requirement) =>
      cells.flatMap((cell) =>
        tokens.map((token): KnownEntry => {
          const where = { requirement, cell, ...(token === undefined ? {} : { token }) };
          return { ...where, outcome: "unsupported", reason };
        }),
      ),
    ),
  );
}
