export type { FetchedParts } from "./fetch.ts";
export { findFurtherParts, findTools, optionsOf } from "./find-parts.ts";
export type { TriedModule } from "./lay-out.ts";
export { archivesFor, type CellParts, type FoundParts, partsOf } from "./parts.ts";
export { firstFound, foundIn, type Lenience } from "./search.ts";
export { layOutToolchains, type Toolchain, toolchainOf } from "./toolchains.ts";
