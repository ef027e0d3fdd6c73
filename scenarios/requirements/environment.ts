import type { Requirement } from "./requirement.ts";

/** What images, templates and people have around the module. */
export const environmentRequirements: readonly Requirement[] = [];
