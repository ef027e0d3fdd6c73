export { type Cleaning, cacheFolder, cleanCache, holdLock, sha256OfFile, stateFolder } from "./cache/index.ts";
export { type ArchiveWish, type CliArchives, findCliArchives } from "./cli-archives.ts";
export { pinsFile, pullName, readPins } from "./pins/index.ts";
export {
  coderVersion,
  findProviders,
  findSigningProviders,
  type ProviderMirror,
  type ProviderOptions,
  type SigningProviders,
} from "./providers/index.ts";
export { checkServerBinary, findServer } from "./server.ts";
export { defaultServerImage, findServerImage, type ServerImage } from "./server-image.ts";
export { readSize, sizeInWords } from "./size.ts";
export { type SurveyLine, survey } from "./survey.ts";
export { findTerraform } from "./terraform.ts";
export type { Artifact, ArtifactOptions, Origin } from "./types.ts";
export { availableVersions, type Versioned } from "./versions.ts";
export { isVersion, parseServer, parseTerraform, type Wanted } from "./words.ts";
