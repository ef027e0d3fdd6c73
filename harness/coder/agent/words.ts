interface Part {
  readonly text: string;
  readonly length: number;
}

/** Splits a line into words as a POSIX shell does, without expanding anything; `undefined` where a quote does not end. */
export function splitWords(line: string): string[] | undefined {
  const words: string[] = [];
  let rest = line.trim();
  while (rest !== "") {
    let word = "";
    while (/^\S/.test(rest)) {
      const part = nextPart(rest);
      if (part === undefined) return undefined;
      word += part.text;
      rest = rest.slice(part.length);
    }
    words.push(word);
    rest = rest.trimStart();
  }
  return words;
}

/** The next stretch of a word that is quoted in one way. */
function nextPart(rest: string): Part | undefined {
  const [plain] = /^[^\s'"\\]+/.exec(rest) ?? [];
  if (plain !== undefined) return { text: plain, length: plain.length };
  const [all, single, double, escaped] = /^(?:'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.))/.exec(rest) ?? [];
  // Between double quotes a backslash escapes what would be special there, and is itself otherwise.
  const text = single ?? double?.replace(/\\([$`"\\])/g, "$1") ?? escaped ?? "";
  return all === undefined ? undefined : { text, length: all.length };
}
