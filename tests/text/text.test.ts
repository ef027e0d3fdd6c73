import { execa } from "execa";
import { expect, test } from "vitest";
import { named, quoted, shellWord } from "../../harness/text/index.ts";

const words = [
  "module",
  "",
  "a b",
  "it's",
  'a"$(id)`id`\\n;&|<>*?~%s!',
  "a\nb\r\n\t",
  "\u001b[31m'\\\u202e\u200b\u2028\u00851",
  "größe字🔑",
  "x".repeat(4096),
];

test("a shell reads the words that were written for it, each in one visible line", async () => {
  const written = words.map(shellWord);

  const { stdout } = await execa("bash", ["-c", `printf '%s\\0' ${written.join(" ")}`]);

  expect(stdout.split("\0").slice(0, -1)).toEqual(words);
  for (const word of written) expect(word).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}]+$/u);
});

test.each([
  ["../modules/vault-jwt@1.0", "../modules/vault-jwt@1.0"],
  ["größe", "größe"],
  ["", '""'],
  ["a b", '"a b"'],
  ["a\nb", '"a\\nb"'],
  ["$(id)", '"$(id)"'],
  ["y".repeat(4096), `"${"y".repeat(300)}"… (4096 characters)`],
])("%j is named %s in a sentence", (word, expected) => {
  expect(named(word)).toBe(expected);
  expect(quoted(word)).toMatch(/^"/);
});
