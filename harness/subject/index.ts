export { copySubject, type HashedFolder } from "./copy.ts";
export { digestOf, readSubjectFiles, type SubjectFile, subjectDigest, subjectFiles } from "./digest.ts";
export { entriesOf, isState, type Reading } from "./entries.ts";
