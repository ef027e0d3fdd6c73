export { inWords } from "./in-words.ts";
export { type RecipientsOf, watchRecipients } from "./recipients.ts";
export type { SeenProcess, Watched } from "./record.ts";
export { type StartWatch, watchStart } from "./record-start.ts";
export { findingsOf, secretsOfBuild } from "./rules/index.ts";
export { endWatch, watchMachine } from "./watch.ts";
