export { isKnownFailure, judgedByKnown } from "./judge.ts";
export { parseKnown, readKnown } from "./parse.ts";
export { pasteable } from "./paste.ts";
export { knownEntrySchema, knownJsonSchema } from "./schema.ts";
export { knownSentences, staleSentences } from "./sentences.ts";
