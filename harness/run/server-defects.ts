/**
 * The ways in which a run can have its Vault set up too open, or too narrow, on purpose: what a requirement about the
 * server must report.
 */
export const serverDefectNames = [
  "any-audience",
  "any-claims",
  "any-issuer",
  "any-key",
  "any-time",
  "any-user",
  "every-path",
  "fixed-keys",
  "no-groups",
  "no-limits",
  "no-mappings",
  "no-path",
  "one-algorithm",
] as const;

export type ServerDefectName = (typeof serverDefectNames)[number];
