import type { Derivation } from "../../harness/model/report/index.ts";

/** A numbered statement of the catalogue. */
export interface Requirement {
  readonly id: string;
  readonly title: string;
  /** `matrix` is what the cells of a matrix have to say together. */
  readonly profile: "core" | "namespaces" | "hardened" | "portable" | "robust" | "policy" | "matrix";
  /** `none` where nothing depends on where the token comes from. */
  readonly tokens: readonly ("oidc" | "custom" | "none")[];
  /** The sentence of the module's README, or the reason, that it rests on. */
  readonly basis: string;
  /** What a failure means for those who use the module, in a sentence. */
  readonly means: string;
  /** It is about every start of a run: a start of any scenario can break it. */
  readonly everyStart?: true;
  /** What checks it; left out where it is derived. */
  readonly scenarios?: readonly ScenarioDeclaration[];
  /** Where no scenario checks it and it follows from what others come to in each cell of a matrix. */
  readonly derived?: Derivation;
}

/** A scenario file, and what it needs: where that is not there, its results are unsupported. */
export interface ScenarioDeclaration {
  /** Its path below `scenarios/`, without `.test.ts`. */
  readonly file: string;
  /** It shows what it does without a login: a module that has no `vault_jwt_role` can do it too. */
  readonly needsNoLogin?: true;
  /** Inputs that the module must declare. */
  readonly inputs?: readonly string[];
  /** Programs that workspaces must have. */
  readonly programs?: readonly string[];
  /** Commands that workspaces must be able to do without. */
  readonly without?: readonly string[];
  /** Programs that the harness looks around there with. */
  readonly tools?: readonly string[];
  /** What the server must have, found out by trying. */
  readonly needs?: readonly "namespaces"[];
  /** The README's examples that it applies. */
  readonly examples?: readonly string[];
  /**
   * It waits for a time limit for most of its time. It runs beside the others, and its tokens beside each other: what
   * they make in Vault must not get in each other's way.
   */
  readonly waits?: true;
}

export const both = ["oidc", "custom"] as const;
export const none = ["none"] as const;
