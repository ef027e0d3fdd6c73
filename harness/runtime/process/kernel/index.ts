export { knownCauses } from "./causes.ts";
export { type ControlGroup, openControlGroup } from "./control-group.ts";
export { fillDisk } from "./disk.ts";
export { promises } from "./enforcement.ts";
export { hiddenKernelFiles, hiddenKernelFolders, readOnlyKernelFiles } from "./kernel-files.ts";
export { forbidNamespaces, lockedRoot, withoutNamespaces } from "./namespace-limits.ts";
export { reachable } from "./reachable.ts";
export { onTheWay, restricted, restrictedInWorkspace, restriction, restrictionPath } from "./restriction.ts";
