export { type ArchiveWish, type CliArchives, findCliArchives } from "./cli-archives.ts";
export { checkServerBinary, findServer } from "./server.ts";
export { defaultServerImage, findServerImage, type ServerImage } from "./server-image.ts";
export { readSize, sizeInWords } from "./size.ts";
export { type SurveyLine, survey } from "./survey.ts";
export { findTerraform } from "./terraform.ts";
export type { Artifact, ArtifactOptions } from "./types.ts";
export { availableVersions } from "./versions.ts";
export { isVersion, parseServer, parseTerraform, type Wanted } from "./words.ts";
