export { kernelFiles } from "./bubblewrap.ts";
export { allMeans, chooseMeans, isolationRemedy, tryMeans } from "./means.ts";
export { enterAsIs, nameServer, openNamespace } from "./namespace.ts";
export type { Means } from "./types.ts";
export { unshare } from "./unshare.ts";
