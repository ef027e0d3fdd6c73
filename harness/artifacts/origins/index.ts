export { signedBy } from "./openpgp.ts";
export { registryProvider, registryVersions } from "./registry.ts";
export {
  hashicorpRelease,
  hashicorpVersions,
  latestHashicorp,
  opentofuRelease,
  opentofuVersions,
  vaultReleaseFiles,
} from "./release.ts";
export {
  buildableVault,
  installedSource,
  moduleVersions,
  opentofuSource,
  opentofuSources,
  triedOpentofu,
  vaultSource,
  vaultSources,
} from "./source.ts";
export type { Way } from "./way.ts";
export { latestOpenbao, openbaoVersions, openbaoWheel } from "./wheel.ts";
