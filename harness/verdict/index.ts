export {
  judgedByKnown,
  knownEntrySchema,
  knownJsonSchema,
  knownSentences,
  parseKnown,
  pasteable,
  readKnown,
  staleSentences,
} from "./known/index.ts";
export {
  conforms,
  exitStatusOf,
  outcomeOf,
  resultCount,
  shownAs,
  standingOf,
  summarise,
  type Verdict,
} from "./outcome.ts";
export { doubtsAbout, gapsInIsolation, type IsolationLevel, provenanceOf } from "./provenance/index.ts";
