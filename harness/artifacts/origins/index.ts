export { imageDigest } from "./image.ts";
export { type PublishedFile, unpackedDigest } from "./published.ts";
export { providerFiles, registryProvider, registryVersions } from "./registry.ts";
export {
  coderRelease,
  hashicorpRelease,
  hashicorpVersions,
  latestHashicorp,
  opentofuRelease,
  opentofuVersions,
  releaseFiles,
  vaultReleaseFiles,
} from "./release.ts";
export * as goSources from "./source.ts";
export type { Way } from "./way.ts";
export { latestOpenbao, openbaoVersions, openbaoWheel, wheelFiles } from "./wheel.ts";
