export { countsProcesses } from "./bounds.ts";
export { begun, confine, newCommandName } from "./confine.ts";
export { handOver, readOf, removeOf, writeOver } from "./folders.ts";
export { signalConfined } from "./interrupt.ts";
export { lend } from "./lend.ts";
export {
  type ConfinedKind,
  confinedKinds,
  openConfinement,
} from "./open.ts";
export type { Confined, Confinement, Lent } from "./types.ts";
export { privateFolders } from "./view.ts";
