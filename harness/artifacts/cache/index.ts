export { type Cleaning, cleanCache } from "./clean.ts";
export { sha256OfFile } from "./digest.ts";
export { diskFault, noSpace } from "./disk.ts";
export {
  type CacheRecord,
  cachedVersions,
  type Entry,
  type Fetched,
  fill,
  folderOf,
  intact,
  isRecorded,
  pathOf,
  use,
} from "./entry.ts";
export { cacheFolder } from "./folder.ts";
export { holdLock } from "./lock.ts";
