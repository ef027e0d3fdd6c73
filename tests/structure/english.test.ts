import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, matchesGlob } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../harness/package/index.ts";
import { generated } from "../../tools/generate/files.ts";

/** Phrases that make readers stumble, each a regular expression whose blanks may be line breaks, and better words. */
const better: Readonly<Record<string, string>> = {
  "be had": "is available, is not available",
  "(?:is|are|was|were) to be": "must be, should be, or the verb itself: `the file to publish`",
  // The perfect tense stays: "has not expired".
  "(?:has|have) not(?! (?:yet|run|\\w+(?:ed|en|wn))\\b)": "does not have, do not have, lacks",
  "(?:is|are) no matter": "does not matter",
  "let go": "released, allowed, no longer waits for",
  played: "ran",
  mended: "fixed",
};

/** Further ones for what users read. */
const betterForUsers: Readonly<Record<string, string>> = {
  told: "reported, shown, named",
  said: "reported, shown, named",
};

const exceptions = [
  { file: "module/run.sh", phrase: "be had", reason: "The diffs in fixtures/mutants/ contain this line." },
];

const read =
  "harness scenarios tools tests docs module fixtures .github action.yml README.md CONTRIBUTING.md SECURITY.md";
const made = [...Object.keys(generated), "docs/{kill-matrix.json,run.svg}", "**/*.lock.*"];
const leftOut = [...made, "tests/structure/english.test.ts"];

const patternsOf = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([phrase, advice]) => {
    // A line break, and what begins the next line of a comment, a quotation or a list.
    const source = phrase.replaceAll(" ", "(?:[ \\t]+|\\s*\\n[\\s*#/>|]*)");
    return { phrase, advice, pattern: new RegExp(`(?<![\\w-])(?:${source})(?![\\w-])`, "gi") };
  });

const patterns = patternsOf(better);
const patternsForUsers = [...patterns, ...patternsOf(betterForUsers)];

async function phrasesIn(file: string) {
  const whole = await readFile(join(packageFolder, file), "utf8");
  // Of a mutant only the sentence is prose: the diff shows the module's lines.
  const text = file.endsWith(".patch") ? (whole.split(/^--- /m)[0] ?? "") : whole;
  return (/\.(?:md|ya?ml)$/.test(file) ? patternsForUsers : patterns).flatMap(({ phrase, advice: words, pattern }) =>
    [...text.matchAll(pattern)].map(({ 0: found, index }) => {
      const place = `${file}:${text.slice(0, index).split("\n").length}`;
      return { file, phrase, advice: `${place}: instead of "${found}" write: ${words}` };
    }),
  );
}

test("nothing is written with a phrase that makes readers stumble", async () => {
  const git = ["-C", packageFolder, "grep", "-Ilz", "", "--", ...read.split(" "), "CHANGELOG.md"];
  const tracked = execFileSync("git", git, { encoding: "utf8" });
  const files = tracked.split("\0").filter((file) => file !== "" && !leftOut.some((glob) => matchesGlob(file, glob)));
  const found = (await Promise.all(files.map(phrasesIn))).flat();
  const excused = (one: { file: string; phrase: string }) =>
    exceptions.some(({ file, phrase }) => file === one.file && phrase === one.phrase);

  expect(files.length).toBeGreaterThan(500);
  expect(found.filter((one) => !excused(one)).map(({ advice }) => advice)).toEqual([]);
  expect(exceptions.filter(({ file }) => !found.some((one) => one.file === file && excused(one)))).toEqual([]);
});
