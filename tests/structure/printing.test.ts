import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../harness/package/index.ts";

/** Who may write to a stream of this process: the function that all others print with, and the lines that move. */
const writers = ["harness/text/print.ts", "harness/cli/live-lines.ts"];
const writing =
  /\bconsole\.(?:log|error|warn|info|debug|table|dir|trace)\(|\bprocess\.(?:stdout|stderr)\.(?:write|end|_)|\bpipe(?:To)?\([^)]*\bprocess\.std|\bstd(?:out|err)\b[^}\n]*\}\s*=\s*process\s*;|writeSync\(\s*[12]\b/;

test("nothing in the harness writes to its standard output or error but through print", async () => {
  const files = await Array.fromAsync(glob("harness/**/*.ts", { cwd: packageFolder }));
  const found = await Promise.all(
    files
      .filter((file) => !writers.includes(file))
      .map(async (file) => ((await readFile(join(packageFolder, file), "utf8")).match(writing) ? [file] : [])),
  );

  expect(files.length).toBeGreaterThan(200);
  expect(found.flat()).toEqual([]);
});
