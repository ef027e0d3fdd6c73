export {
  isKnownFailure,
  judgedByKnown,
  knownEntrySchema,
  knownJsonSchema,
  knownSentences,
  pasteable,
  readKnown,
  staleSentences,
} from "./known/index.ts";
export {
  exitStatusOf,
  outcomeOf,
  profilesProved,
  resultCount,
  shownAs,
  standingOf,
  summarise,
  type Verdict,
} from "./outcome.ts";
export { doubtsAbout, gapsInIsolation, type IsolationLevel, provenanceOf } from "./provenance/index.ts";
