import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../harness/package/index.ts";

const docs = join(packageFolder, "docs");

test("each page of docs begins with what its reader can do with it", async () => {
  const pages = (await readdir(docs)).filter((name) => name.endsWith(".md"));
  const beginnings = await Promise.all(
    pages.map(async (page) => {
      const [title, second] = (await readFile(join(docs, page), "utf8")).split("\n\n");
      return { page, title, verb: second?.split(" ")[0] };
    }),
  );

  expect(pages.length).toBeGreaterThan(5);
  for (const { page, title, verb } of beginnings) {
    expect(title, page).toMatch(/^# \S/);
    expect(verb, page).toMatch(/^(?:Estimate|Find|Look|Read|Run|Use)$/);
  }
});
