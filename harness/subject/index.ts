export { copySubject, type HashedFolder } from "./copy.ts";
export { digestOf, readSubjectFiles, type SubjectFile, subjectDigest, subjectFiles } from "./digest.ts";
export { entriesOf, isState } from "./entries.ts";
export { type GivenFolder, givenFolder } from "./given-folder.ts";
export type { Package, Reading } from "./types.ts";
