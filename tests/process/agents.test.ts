import { afterAll, beforeAll, describe, test } from "vitest";
import { agentTests } from "../engine/agents.ts";
import { debian, openWorkspace, type Workspace, workingMeans } from "./workspace.ts";

describe.each(workingMeans.map((means) => [means.name, means] as const))("by %s", (_name, means) => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await openWorkspace(means);
  });
  afterAll(() => workspace[Symbol.asyncDispose]());

  test.each(agentTests)("%s", async (_what, holds) => {
    const { network } = workspace;
    await holds({ network, start: (spec) => network.machine({ ...debian, ...spec }) });
  });
});
