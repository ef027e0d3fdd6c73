export { publishedVersions } from "./published-versions.ts";
export { latest as newestRelease } from "./release.ts";
export { createReleaseServer, type ReleaseServer } from "./release-server.ts";
export { standInProgram } from "./stand-in.ts";
