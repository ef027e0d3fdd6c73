export { attacks, hostileModules } from "./hostile/index.ts";
