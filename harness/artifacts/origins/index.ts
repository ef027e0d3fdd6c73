export { signedBy } from "./openpgp.ts";
export { registryProvider } from "./registry.ts";
export { hashicorpRelease, latestHashicorp, opentofuRelease, vaultReleaseFiles } from "./release.ts";
export { buildableVault, installedSource, opentofuSource, vaultSource } from "./source.ts";
export type { Way } from "./way.ts";
export { latestOpenbao, openbaoWheel } from "./wheel.ts";
