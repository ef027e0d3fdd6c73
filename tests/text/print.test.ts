import { expect, test } from "vitest";
import { inertJson, print, printable, visible } from "../../harness/text/index.ts";
import { chance } from "../../tools/chance.ts";
import { hostileText } from "../report/hostile.ts";

/** What GitHub, Gitea, Azure Pipelines, TeamCity, GitLab, Travis and Buildkite look for, as they do. */
const obeyed: readonly RegExp[] = [
  /^\s*::/,
  /##(?:\[|vso\[|teamcity\[)/i,
  /section_(?:start|end):\d|travis_(?:fold|time):/,
  /^(?:---|\+\+\+|~~~|\^\^\^)(?:\s|$)/,
];
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Without the colours that a line may keep. */
function plain(line: string): string {
  return line.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d{1,3}m`, "g"), "");
}

function printed(lines: readonly string[], colours = false): readonly string[] {
  const pieces: string[] = [];
  print({ write: (text: string | Uint8Array) => pieces.push(String(text)) > 0 }, lines, { colours });
  return pieces.join("").split("\n").slice(0, -1);
}

test.each([
  ["a\n✓ Accepted by the policy core (core).", "a ✓ Accepted by the policy core (core)."],
  ["a\r✓ Accepted", String.raw`a\x0d✓ Accepted`],
  ["a\u2028b\u0085c\vd\fe", String.raw`a\u2028b\x85c\x0bd\x0ce`],
  ["  ::error::x", String.raw`  \x3a:error::x`],
  ["\t::error::x", String.raw`\x3a:error::x`],
  ["a ::error::x", "a ::error::x"],
  ["##[group]x ##VSO[task.x]", String.raw`\x23#[group]x \x23#VSO[task.x]`],
  ["section_start:1:x", String.raw`section_start\x3a1:x`],
  ["travis_fold:start:x", String.raw`travis_fold\x3astart:x`],
  ["+++ x", String.raw`\x2b++ x`],
  ["---", String.raw`\x2d--`],
  ["-----BEGIN", "-----BEGIN"],
])("%j is printed as %s", (line, expected) => {
  expect(printable(line)).toBe(expected);
  expect(printed([line])).toEqual([expected]);
});

test("colours stay where they are ours, and what stands behind one is no command either", () => {
  const lines = ["\u001b[31m--- x\u001b[39m", "\u001b[32m::error::\u001b[39m", "\u001b[2J\\x1b[31m"];

  expect(printed(lines, true)).toEqual([
    "\u001b[31m\\x2d-- x\u001b[39m",
    "\u001b[32m\\x3a:error::\u001b[39m",
    "\\x1b[2J\\x1b[31m",
  ]);
});

const seed = 19;

test(`a line stays one line that nobody obeys, whatever it holds (seed ${seed})`, () => {
  const random = chance(seed);
  const lines = Array.from({ length: 20_000 }, () => hostileText(random));

  for (const shown of [printed(lines), printed(lines, true)]) {
    expect(shown).toHaveLength(lines.length);
    const wrong = shown.filter(
      (line) => unseen.test(plain(line)) || obeyed.some((pattern) => pattern.test(plain(line))),
    );
    expect(wrong).toEqual([]);
  }
});

test("a mebibyte of blanks in a line costs no more than other words", () => {
  const line = `x${" ".repeat(2 ** 20)}\n${"\n".repeat(2 ** 20)}::y`;

  expect(printable(line)).toBe("x ::y");
  expect(visible(line)).toContain(String.raw`\x3a:y`);
});

test("JSON reads as before, and has no command in it", () => {
  const json = JSON.stringify({ a: "##vso[task.x]", "##[b": ["##teamcity[x", "# ##"] }, null, 2);

  expect(JSON.parse(inertJson(json))).toEqual(JSON.parse(json));
  expect(inertJson(json)).not.toMatch(/##(?:\[|vso|teamcity)/);
});
