import { none, type Requirement } from "./requirement.ts";

/** Modules beside each other. COMPAT-01 to COMPAT-03 compare the cells of a matrix, and their numbers are kept for that. */
export const compatRequirements: readonly Requirement[] = [
  {
    id: "COMPAT-04",
    title: "Two instances of the module with other addresses in one workspace do not break each other's login",
    profile: "core",
    tokens: none,
    basis: "Modules are used twice in one template, and both scripts start at the same time.",
  },
];
