import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageFolder } from "../../harness/run/index.ts";
import { conform } from "../conformance/conform.ts";

const folder = join(packageFolder, "fixtures/conforming");
const modules = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());

const coldCache = 600_000;

describe.concurrent("a correct module that is built in another way", () => {
  test.each(modules)(
    "passes everything: $name",
    async ({ name }) => {
      const answer = await conform(join(folder, name), ["--token", "custom", "--jobs", "1"]);

      const outcomes = answer.report.requirements.flatMap(({ id, results }) =>
        results.map(({ outcome }) => `${id} ${outcome}`),
      );
      expect(answer.exitCode, answer.said).toBe(0);
      expect(outcomes.filter((outcome) => !/ (pass|unsupported)$/.test(outcome))).toEqual([]);
    },
    coldCache,
  );
});
