import { distance } from "fastest-levenshtein";

/** The word among several that a misspelt one is most likely meant to be; `undefined` where none is near. */
export function nearest(word: string, among: readonly string[]): string | undefined {
  // What is that long is no slip of the keyboard, and comparing it would cost.
  if (word.length > 64) return undefined;
  const allowed = Math.max(1, Math.round(word.length * 0.4));
  const [best] = among
    .map((candidate) => ({ candidate, letters: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ letters }) => letters <= allowed)
    .sort((a, b) => a.letters - b.letters);
  return best?.candidate;
}
