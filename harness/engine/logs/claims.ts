import { stripVTControlCharacters } from "node:util";

const login = /\blog(s|ged|ging)?[ -]?in\b|authenticat|\bsigned in\b|\bvault\b/i;
const worked =
  /\bsuccess(ful|fully)?\b|\bsucceeded\b|\bcompleted?\b|\bdone\b|\bok\b|\bis ready\b|\blogged in\b|\bsigned in\b|\bauthenticated\b|[✓✔✅🎉]/iu;
const onlyWorked = /^\W*(success|done|ok|completed?|all (done|set))\W*$/i;
const denied =
  /\b(not?|never|without|nobody|cannot|unable|fail(s|ed|ure)?|errors?|denied|refused|invalid|must|until|before|unless|if|could|should|once|please|will be|unsuccessful(ly)?|unauthenticated)\b|n't\b/i;
const aboutTheCli = /\b(cli|binary|install\w*|download\w*|extract\w*|archive|release|version)\b/i;

/**
 * The first sentence that reads as if a login had worked; `undefined` for none. Words decide no verdict: modules speak in
 * other words and languages, so this is for a note.
 */
export function claimOfLogin(log: string): string | undefined {
  const lines = stripVTControlCharacters(log).split(/[\r\n]+/);
  const claims = lines.flatMap((line) => {
    const sentences = line.split(/(?<=[.!?;])\s+/).filter((text) => !denied.test(text) && !aboutTheCli.test(text));
    // `Success!` alone is about the login; before a sentence, it is about what that says.
    return onlyWorked.test(line) ? [line] : sentences.filter((text) => login.test(text) && worked.test(text));
  });
  return claims[0]?.trim();
}
