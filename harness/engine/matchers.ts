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

// Said by modules that are pleased with themselves; "failed to authenticate successfully" is not such a claim.
const claims = [/authentication complete/i, /(?<!not |un)\bsuccess(ful(ly)?)?\b/i, /\blogged in\b(?! again)/i];

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
    const claim = claims.map((pattern) => pattern.exec(log)?.[0]).find((found) => found !== undefined);
    return {
      pass: claim !== undefined,
      message: () =>
        `expected the log ${this.isNot ? "not to claim" : "to claim"} success${claim ? `, and it says "${claim}"` : ""}:\n${log.trim()}`,
    };
  },
});

export { expect };
