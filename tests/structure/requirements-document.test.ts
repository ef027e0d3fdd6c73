import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requirementsDocument } from "../../docs/requirements-document.ts";
import { packageFolder } from "../../harness/package/index.ts";

test("docs/requirements.md is what `npm run docs:requirements` makes", async () => {
  expect(await readFile(join(packageFolder, "docs/requirements.md"), "utf8")).toBe(await requirementsDocument());
});
