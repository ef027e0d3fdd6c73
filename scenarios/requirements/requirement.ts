/** A numbered statement of the catalogue. */
export interface Requirement {
  readonly id: string;
  readonly title: string;
  readonly profile: "core" | "namespaces" | "hardened" | "portable";
  /** `none` where nothing depends on where the token comes from. */
  readonly tokens: readonly ("oidc" | "custom" | "none")[];
  /** The sentence of the module's README, or the reason, that it rests on. */
  readonly basis: string;
}

export const both = ["oidc", "custom"] as const;
export const none = ["none"] as const;
