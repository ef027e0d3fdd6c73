import type { Redactor } from "../redaction/index.ts";

/** Characters that a report has of either end of a long text. */
const kept = 64 * 1024;
/** A secret that begins before this many characters of the cut ends before it, in whatever form it is written. */
const margin = 128 * 1024;

/**
 * The ends of a text that a module may have made as long as it likes, secrets taken out; a text that is not so long as it
 * is. Looking for secrets in all of it could take minutes, and nobody reads it.
 */
export function endsOf(text: string, redactor: Redactor): string {
  const ends = kept + margin;
  if (text.length <= 2 * ends) return text;
  const head = redactor.text(text.slice(0, ends));
  const tail = redactor.text(text.slice(-ends));
  const out = text.length - 2 * kept;
  return `${head.slice(0, -margin)}\n… about ${out} characters are left out …\n${tail.slice(margin)}`;
}
