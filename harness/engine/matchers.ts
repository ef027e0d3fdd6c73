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
    /** The log holds this text, whatever its case. */
    toMention(text: string): R;
    /** The log says that the login worked. */
    toClaimSuccess(): R;
  }
}

// A sentence claims a login when it is about one and says that it worked; "could not be logged in" does not, nor does
// "Vault CLI installed successfully".
const login = /\blog(s|ged|ging)?[ -]?in\b|authenticat|\bsigned in\b|\bvault token\b/i;
const worked =
  /\bsuccess(ful|fully)?\b|\bsucceeded\b|\bcompleted?\b|\bdone\b|\bok\b|\blogged in\b|\bsigned in\b|\bauthenticated\b|[✓✔✅🎉]/iu;
const denied =
  /\b(not?|never|without|nobody|cannot|unable|fail(s|ed|ure)?|errors?|denied|refused|invalid|must|until|before|unless|if|could|should|un(successful(ly)?|authenticated))\b|n't\b/i;

function claimOfLogin(log: string): string | undefined {
  const sentences = log.split(/\n|(?<=[.!?;:])\s+/);
  return sentences.find((sentence) => login.test(sentence) && worked.test(sentence) && !denied.test(sentence));
}

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
      pass: log.toLowerCase().includes(text.toLowerCase()),
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
        `expected the log ${this.isNot ? "not to claim" : "to claim"} success${claim ? `, and it says "${claim.trim()}"` : ""}:\n${log.trim()}`,
    };
  },
});

export { expect };
