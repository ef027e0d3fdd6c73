import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scaleDocument } from "../../docs/scaleDocument.ts";
import { packageFolder } from "../../harness/run/index.ts";

test("docs/scale.md is what `npm run docs:scale` makes", async () => {
  expect(await readFile(join(packageFolder, "docs/scale.md"), "utf8")).toBe(await scaleDocument());
});
