import { expect } from "vitest";

interface Ended {
  readonly exitCode: number;
  readonly log?: string;
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
  /\b(not?|never|without|nobody|cannot|unable|fail(s|ed|ure)?|errors?|denied|refused|invalid|must|until|before|unless|if|could|should|unsuccessful(ly)?|unauthenticated)\b|n't\b/i;
const aboutTheCli = /\b(cli|binary|install\w*|download\w*|extract\w*|archive|release|version)\b/i;

/** The first sentence that says of a login that it worked; that one could not be done, or the CLI was installed, is no such. */
function claimOfLogin(log: string): string | undefined {
  const sentences = log.split(/\n|(?<=[.!?;])\s+/).filter((text) => !denied.test(text) && !aboutTheCli.test(text));
  return sentences.find((text) => (login.test(text) && worked.test(text)) || onlyWorked.test(text))?.trim();
}

/** As it reads, whatever its case, and whether it is quoted as JSON or laid out over lines. */
const reading = (text: string) =>
  text
    .replace(/\\(["nt])|\s+/g, (_, mark) => (mark === '"' ? '"' : " "))
    .replace(/ +/g, " ")
    .toLowerCase();

const tail = (ended: Ended) => (ended.log ?? ended.output ?? "").trim().split("\n").slice(-8).join("\n");

expect.extend({
  toHaveSucceeded(ended: Ended) {
    return {
      pass: ended.exitCode === 0,
      message: () => `expected exit status ${this.isNot ? "other than " : ""}0, got ${ended.exitCode}:\n${tail(ended)}`,
      expected: 0,
      actual: ended.exitCode,
    };
  },
  toHaveFailed(ended: Ended) {
    return {
      pass: ended.exitCode !== 0,
      message: () =>
        `expected an exit status ${this.isNot ? "of" : "other than"} 0, got ${ended.exitCode}:\n${tail(ended)}`,
      expected: "not 0",
      actual: ended.exitCode,
    };
  },
  toMention(log: string, text: string) {
    return {
      pass: reading(log).includes(reading(text).trim()),
      message: () => `expected the log ${this.isNot ? "not " : ""}to mention "${text}":\n${log.trim()}`,
      expected: text,
      actual: log,
    };
  },
  toClaimSuccess(log: string) {
    const claim = claimOfLogin(log);
    return {
      pass: claim !== undefined,
      message: () =>
        `expected the log ${this.isNot ? "not to claim" : "to claim"} success${claim ? `, and it says "${claim}"` : ""}:\n${log.trim()}`,
    };
  },
});

export { expect };
