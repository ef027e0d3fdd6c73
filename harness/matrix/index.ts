export { declaredBy } from "./declarations.ts";
export { expandMatrix } from "./expand-matrix.ts";
export { matrixJsonSchema, matrixSchema } from "./matrix-schema.ts";
export { parseMatrix, readMatrix } from "./read-matrix.ts";
export type * from "./types.ts";
export type { VersionsOf } from "./versions.ts";
