export { readDuration } from "./duration.ts";
export { didYouMean, nearest } from "./nearest.ts";
export { readBounded } from "./read-bounded.ts";
export { parseStrictJson } from "./strict-json.ts";
export { type Mistake, parseStrictYaml, type StrictYaml } from "./strict-yaml.ts";
