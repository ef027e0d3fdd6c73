export type { ArchiveSource } from "./archives.ts";
export type { Misbehaviour } from "./misbehaviour.ts";
export { publishedVersions } from "./published-versions.ts";
export { createReleaseServer, type ReleaseRequest, type ReleaseServer } from "./release-server.ts";
export { standInProgram } from "./stand-in.ts";
