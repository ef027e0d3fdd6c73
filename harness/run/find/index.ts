export type { FetchedParts } from "./fetch.ts";
export type { TriedModule } from "./lay-out.ts";
export { archivesFor, type CellParts, partsOf } from "./parts.ts";
export { findEach, firstFound, foundIn, type Lenience } from "./search.ts";
export { findPrograms } from "./servers.ts";
export { layOutToolchains, toolchainOf } from "./toolchains.ts";
