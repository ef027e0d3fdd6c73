import { describe, test } from "vitest";
import { searches } from "../engine/secret-files.ts";
import { openWorkspace, workingMeans } from "./workspace.ts";

describe.each(workingMeans.map((means) => [means.name, means] as const))("by %s", (_name, means) => {
  test.each(searches)("%s", async (_what, search) => {
    await using workspace = await openWorkspace(means);
    await search(workspace.machine);
  });
});
