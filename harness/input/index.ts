export { readDuration } from "./duration.ts";
export { nearest } from "./nearest.ts";
export { isProgram, isSatisfiable, programPattern } from "./patterns.ts";
export { readBounded } from "./readBounded.ts";
export { parseStrictJson } from "./strictJson.ts";
export { type Mistake, parseStrictYaml, type StrictYaml } from "./strictYaml.ts";
