import type { Derivation } from "../../harness/report/index.ts";

/** A numbered statement of the catalogue. */
export interface Requirement {
  readonly id: string;
  readonly title: string;
  /** `matrix` is what the cells of a matrix have to say together. */
  readonly profile: "core" | "namespaces" | "hardened" | "portable" | "matrix";
  /** `none` where nothing depends on where the token comes from. */
  readonly tokens: readonly ("oidc" | "custom" | "none")[];
  /** The sentence of the module's README, or the reason, that it rests on. */
  readonly basis: string;
  /** Where no scenario checks it and it follows from what others come to in each cell of a matrix. */
  readonly derived?: Derivation;
}

export const both = ["oidc", "custom"] as const;
export const none = ["none"] as const;
