export type { FetchedParts } from "./fetch.ts";
export { findFurtherParts, findTools, optionsOf } from "./find-parts.ts";
export { archivesFor, type CellParts, type FoundParts, partsOf } from "./parts.ts";
export { firstFound, foundIn } from "./search.ts";
export { layOutToolchains, type Toolchain, toolchainOf } from "./toolchains.ts";
