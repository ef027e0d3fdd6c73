import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Names that tools and readers expect in this form. */
const conventional = /^(README|CHANGELOG|CONTRIBUTING|SECURITY|LICENSE|Dockerfile)(\.\w+)?$/;

test("every file and folder is named in kebab-case", () => {
  const root = join(import.meta.dirname, "../..");
  const files = execFileSync("git", ["-C", root, "ls-files", "-z"], { encoding: "utf8" }).split("\0");
  const names = new Set(files.flatMap((file) => file.split("/")).filter((name) => name !== ""));

  expect([...names].filter((name) => /[A-Z]/.test(name) && !conventional.test(name))).toEqual([]);
});
