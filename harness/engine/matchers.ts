import { stripVTControlCharacters } from "node:util";
import { expect } from "vitest";

interface Ended {
  /** What ended, such as `the start script`. */
  readonly what: string;
  readonly exitCode: number;
  readonly output?: string;
}

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** A script or command ended with exit status 0. */
    toHaveSucceeded(): R;
    toHaveFailed(): R;
    /** The log holds this text, whatever its case and line breaks, and also quoted as JSON. */
    toMention(text: string): R;
    /** The log says that the login worked. */
    toClaimSuccess(): R;
  }
}

const login = /\blog(s|ged|ging)?[ -]?in\b|authenticat|\bsigned in\b|\bvault\b/i;
const worked =
  /\bsuccess(ful|fully)?\b|\bsucceeded\b|\bcompleted?\b|\bdone\b|\bok\b|\bis ready\b|\blogged in\b|\bsigned in\b|\bauthenticated\b|[✓✔✅🎉]/iu;
const onlyWorked = /^\W*(success|done|ok|completed?|all (done|set))\W*$/i;
const denied =
  /\b(not?|never|without|nobody|cannot|unable|fail(s|ed|ure)?|errors?|denied|refused|invalid|must|until|before|unless|if|could|should|once|please|will be|unsuccessful(ly)?|unauthenticated)\b|n't\b/i;
const aboutTheCli = /\b(cli|binary|install\w*|download\w*|extract\w*|archive|release|version)\b/i;

/** The first sentence that says of a login that it worked; that one could not be done, or the CLI was installed, is no such. */
function claimOfLogin(log: string): string | undefined {
  const lines = stripVTControlCharacters(log).split(/[\r\n]+/);
  const claims = lines.flatMap((line) => {
    const sentences = line.split(/(?<=[.!?;])\s+/).filter((text) => !denied.test(text) && !aboutTheCli.test(text));
    // `Success!` alone is about the login; before a sentence, it is about what that says.
    return onlyWorked.test(line) ? [line] : sentences.filter((text) => login.test(text) && worked.test(text));
  });
  return claims[0]?.trim();
}

/** As it reads, whatever its case, and whether it is quoted as JSON or laid out over lines. */
const reading = (text: string) =>
  text
    .replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\(["nt])|\s+/g, (_, mark) => (mark === '"' ? '"' : " "))
    .replace(/ +/g, " ")
    .toLowerCase();

/** The last lines of what was printed, to be put behind a sentence. */
function printed(text: string): string {
  const lines = text.trim().split("\n").slice(-8);
  return lines.join("") === "" ? ", and printed nothing" : `:\n${lines.join("\n")}`;
}

/** Expected and observed in words: what a failure shows of it. */
function judged(pass: boolean, expected: string, observed: string) {
  return {
    pass,
    expected,
    actual: observed,
    message: () => `expected ${expected}, but ${observed.split(":\n", 1)[0]}`,
  };
}

const exit = ({ exitCode, output }: Ended) =>
  `it ended with exit status ${exitCode}${output === undefined ? "" : printed(output)}`;

expect.extend({
  toHaveSucceeded(ended: Ended) {
    return judged(ended.exitCode === 0, `${ended.what} to ${this.isNot ? "fail" : "succeed"}`, exit(ended));
  },
  toHaveFailed(ended: Ended) {
    return judged(ended.exitCode !== 0, `${ended.what} to ${this.isNot ? "succeed" : "fail"}`, exit(ended));
  },
  toMention(log: string, text: string) {
    const mentions = reading(log).includes(reading(text).trim());
    const wanted = `${this.isNot ? "no mention" : "a mention"} of "${text.trim()}" in what was printed`;
    return judged(mentions, wanted, `it ${mentions ? "is" : "is not"} there${printed(log)}`);
  },
  toClaimSuccess(log: string) {
    const claim = claimOfLogin(log);
    const wanted = `the log ${this.isNot ? "not to say" : "to say"} that the login worked`;
    return judged(claim !== undefined, wanted, claim === undefined ? "it does not" : `it says "${claim}"`);
  },
});

export { expect };
