export { kernelFiles } from "./bubblewrap.ts";
export { allMeans, chooseMeans, isolationRemedy, type Means, tryMeans } from "./means.ts";
export { enterAsIs, openNamespace } from "./namespace.ts";
export { unshare } from "./unshare.ts";
