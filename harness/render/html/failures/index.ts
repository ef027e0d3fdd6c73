export { failureSections } from "./failures.ts";
export { notesSection, reproduceSection } from "./reproduce.ts";
