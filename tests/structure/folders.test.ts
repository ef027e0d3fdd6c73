import { execFileSync } from "node:child_process";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../harness/package/index.ts";

const files = execFileSync("git", ["-C", packageFolder, "ls-files", "-z", "harness"], { encoding: "utf8" }).split("\0");

test("no folder of the harness has more than 15 files", () => {
  const folders = Map.groupBy(
    files.filter((file) => file !== ""),
    (file) => dirname(file),
  );

  expect([...folders].filter(([, own]) => own.length > 15).map(([name, own]) => `${name}: ${own.length}`)).toEqual([]);
});
