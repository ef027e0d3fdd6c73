import { describe, expect, test } from "vitest";
import { conformingModules, tryModule } from "./modules.ts";

const coldCache = 600_000;
const modules = await conformingModules();

describe.concurrent("a correct module that is built in another way", () => {
  test.each(modules)(
    "passes everything: %s",
    async (name) => {
      const answer = await tryModule(name, ["--token", "custom", "--jobs", "1"]);

      expect(answer.problems).toEqual([]);
      expect(answer.exitCode, answer.said).toBe(0);
    },
    coldCache,
  );
});
