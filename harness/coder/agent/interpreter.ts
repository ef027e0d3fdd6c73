import { splitWords } from "./words.ts";

/**
 * The command line that runs a script's text (rules 7.1, 7.2): never a file, always the argument of `-c`,
 * for the interpreter that a `#!` line names, else for the person's shell. `undefined` where such a line names none.
 */
export function interpreterOf(text: string, shell: string): readonly string[] | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith("#!")) return [shell, "-c", text];
  const words = splitWords(trimmed.slice(2).split("\n", 1)[0] ?? "") ?? [];
  return words.length === 0 ? undefined : [...words, "-c", text];
}
