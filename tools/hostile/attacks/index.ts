import type { Attack } from "../attack.ts";
import { attestationAttacks } from "./attestations.ts";
import { cacheAttacks } from "./caches.ts";
import { digestAttacks } from "./digest.ts";
import { policyAttacks } from "./policies.ts";
import { reportAttacks } from "./reports.ts";

/** Every attack on what judges modules. */
export const attacks: readonly Attack[] = [
  ...digestAttacks,
  ...reportAttacks,
  ...policyAttacks,
  ...attestationAttacks,
  ...cacheAttacks,
];
