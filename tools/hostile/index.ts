export { attacks } from "./attacks/index.ts";
export { hostileModules } from "./modules/index.ts";
