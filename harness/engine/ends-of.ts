import type { Redactor } from "../redaction/index.ts";

/** Characters that a report has of either end of a long text. */
const kept = 64 * 1024;
/** Longer than any secret, in whatever form it is written: what is cut off with it holds every secret that a cut breaks. */
const margin = 128 * 1024;

/**
 * Shortens a text of a module to its ends and removes the secrets from them. A short text is returned unchanged. To look
 * for secrets in the whole of a long text could take minutes.
 */
export function endsOf(text: string, redactor: Redactor): string {
  const ends = kept + margin;
  if (text.length <= 2 * ends) return text;
  const head = redactor.text(text.slice(0, ends));
  const tail = redactor.text(text.slice(-ends));
  const out = text.length - 2 * kept;
  return `${head.slice(0, -margin)}\n… about ${out} characters are left out …\n${tail.slice(margin)}`;
}
