/** Whether a requirement is one of those that a word names: an id, or a pattern with one star such as `CLI-*`. */
export function isNamed(id: string, word: string): boolean {
  const [before = "", after] = word.split("*");
  if (after === undefined) return id === word;
  return id.length >= before.length + after.length && id.startsWith(before) && id.endsWith(after);
}
