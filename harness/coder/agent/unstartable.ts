import type { Command } from "../../runtime/index.ts";

/** Bytes of one argument or variable that Linux takes, the byte at its end included (`MAX_ARG_STRLEN`). */
const longestWord = 131_072;

/**
 * Why no kernel starts a command, in Go's words, which are those of Coder's agent; `undefined` where there is no reason.
 * It is the module's doing: a script's text is an argument, and its variables are the environment.
 */
export function whyUnstartable({ argv, environment }: Pick<Command, "argv" | "environment">): string | undefined {
  const variables = Object.entries(environment).map((pair) => pair.join("="));
  if (variables.some(holdsNul)) return "exec: environment variable contains NUL";
  if (argv.some(holdsNul)) return `fork/exec ${argv[0]}: invalid argument`;
  const isTooLong = [...argv, ...variables].some((word) => Buffer.byteLength(word) >= longestWord);
  return isTooLong ? `fork/exec ${argv[0]}: argument list too long` : undefined;
}

function holdsNul(word: string): boolean {
  return word.includes("\0");
}
