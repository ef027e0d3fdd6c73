import { expect } from "vitest";
import { counted, firstOf } from "../text/index.ts";
import { distinctivePart, holdsText } from "./logs/index.ts";

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
    /** Nothing was found: sentences of what starts did, which may be there several times. */
    toHaveNoFindings(): R;
    /** The log holds what tells this reason of Vault's from others. */
    toGiveReason(reason: string): R;
  }
}

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

function mentioned(log: string, text: string, isNot: boolean) {
  const mentions = holdsText(log, text);
  const wanted = `${isNot ? "no mention" : "a mention"} of "${text.trim()}" in what was printed`;
  return judged(mentions, wanted, `it ${mentions ? "is" : "is not"} there${printed(log)}`);
}

const mostFindings = 30;

/** What was found, a line each. */
function found(sentences: readonly string[]): string {
  return `${counted(new Set(sentences).size, "thing")} found:\n${firstOf(sentences, mostFindings).join("\n")}`;
}

expect.extend({
  toHaveNoFindings(sentences: readonly string[]) {
    return judged(sentences.length === 0, "no finding in any start", found(sentences));
  },
  toHaveSucceeded(ended: Ended) {
    return judged(ended.exitCode === 0, `${ended.what} to ${this.isNot ? "fail" : "succeed"}`, exit(ended));
  },
  toHaveFailed(ended: Ended) {
    return judged(ended.exitCode !== 0, `${ended.what} to ${this.isNot ? "succeed" : "fail"}`, exit(ended));
  },
  toMention(log: string, text: string) {
    return mentioned(log, text, this.isNot);
  },
  toGiveReason(log: string, reason: string) {
    return mentioned(log, distinctivePart(reason), this.isNot);
  },
});

export { expect };
