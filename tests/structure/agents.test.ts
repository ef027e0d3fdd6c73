import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { choices } from "../../harness/cli/choices.ts";
import { agentKinds } from "../../harness/model/index.ts";
import { packageFolder } from "../../harness/package/index.ts";

test("every kind of workspace image can be chosen, and has a Dockerfile", () => {
  expect(choices.agent).toEqual(agentKinds);
  const images = agentKinds.map((kind) => join(packageFolder, "fixtures/images", kind, "Dockerfile"));
  expect(images.filter((path) => !existsSync(path))).toEqual([]);
});
