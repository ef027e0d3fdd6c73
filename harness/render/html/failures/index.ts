export { failureSection } from "./failures.ts";
export { cut, cutLines } from "./lines.ts";
export { notesSection, reproduceSection } from "./reproduce.ts";
