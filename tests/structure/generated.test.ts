import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../harness/package/index.ts";
import { generated } from "../../tools/generate/files.ts";

test.for(Object.entries(generated))("%s is what `npm run generate` makes", async ([file, text]) => {
  expect(await readFile(join(packageFolder, file), "utf8")).toBe(await text());
});
