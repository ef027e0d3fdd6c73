/**
 * The command line that runs a script's text (rules 7.1, 7.2): never a file, always the argument of `-c`,
 * for the interpreter that a `#!` line names, else for the person's shell.
 */
export function interpreterOf(text: string, shell: string): string[] {
  const trimmed = text.trim();
  if (!trimmed.startsWith("#!")) return [shell, "-c", text];
  const line = trimmed.slice(2).split("\n", 1)[0] ?? "";
  return [...splitWords(line), "-c", text];
}

/** Words as a shell splits them, for the quotes that a `#!` line can hold. */
function splitWords(line: string): string[] {
  const words = line.trim().match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}
