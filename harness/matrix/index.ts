export { declaredBy } from "./declarations.ts";
export { expandMatrix } from "./expandMatrix.ts";
export { matrixJsonSchema, matrixSchema } from "./matrixSchema.ts";
export { parseMatrix, readMatrix } from "./readMatrix.ts";
export type * from "./types.ts";
export type { VersionsOf } from "./versions.ts";
