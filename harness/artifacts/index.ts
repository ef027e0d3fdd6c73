export { cacheFolder, holdLock, sha256OfFile } from "./cache/index.ts";
export { type ArchiveWish, type CliArchives, findCliArchives } from "./cli-archives.ts";
export { findProviders, type ProviderMirror } from "./providers.ts";
export { checkServerBinary, findServer } from "./server.ts";
export { defaultServerImage, findServerImage, type ServerImage } from "./serverImage.ts";
export { type SurveyLine, survey } from "./survey.ts";
export { findTerraform } from "./terraform.ts";
export type { Artifact, ArtifactOptions, Origin } from "./types.ts";
export { parseServer, parseTerraform } from "./words.ts";
