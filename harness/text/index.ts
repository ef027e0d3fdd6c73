export { parseJsonOrUndefined } from "./json.ts";
export { print, printable, printCommands } from "./print.ts";
export { inertJson, visible, visibleLine } from "./visible.ts";
export { counted, firstOf, linesOf, listed, named, quoted, shellWord } from "./words.ts";
