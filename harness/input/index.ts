export { readDuration } from "./duration.ts";
export { readBounded } from "./readBounded.ts";
export { parseStrictJson } from "./strictJson.ts";
export { type Mistake, parseStrictYaml } from "./strictYaml.ts";
