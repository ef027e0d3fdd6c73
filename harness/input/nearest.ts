import { distance } from "fastest-levenshtein";

/** The word among several that a misspelt one is most likely meant to be; `undefined` where none is near. */
export function nearest(word: string, among: readonly string[]): string | undefined {
  // What is that long is no slip of the keyboard, and comparing it would cost.
  if (word.length > 64) return undefined;
  const allowed = Math.max(1, Math.round(word.length * 0.4));
  const [best] = among
    .map((candidate) => ({ candidate, letters: slips(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ letters }) => letters <= allowed)
    .sort((a, b) => a.letters - b.letters);
  return best?.candidate;
}

/** Letters in another order are one slip. */
function slips(word: string, meant: string): number {
  const sorted = (text: string) => [...text].toSorted().join("");
  return word !== meant && sorted(word) === sorted(meant) ? 1 : distance(word, meant);
}

/** Which of the known words the misspelt ones mean, as a question with a blank behind it; `""` where none is near. */
export function didYouMean(words: readonly string[], among: readonly string[]): string {
  const meant = new Set(words.flatMap((word) => nearest(word, among) ?? []));
  return meant.size === 0 ? "" : `Did you mean ${[...meant].join(", ")}? `;
}
