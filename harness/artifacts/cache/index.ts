export { cleanCache } from "./clean.ts";
export { diskFault, noSpace } from "./disk.ts";
export { cachedVersions, type Entry, type Finding, folderOf, inspect, pathOf, recordedVersions, use } from "./entry.ts";
export { fill } from "./fill.ts";
export { cacheFolder, stateFolder } from "./folder.ts";
export { holdLock } from "./lock.ts";
export { sha256OfFile } from "./plain-file.ts";
export type { CacheRecord, Fetched } from "./record.ts";
