import { afterAll, beforeAll } from "vitest";
import { openWorkspace, type Workspace, workingMeans } from "../process/workspace.ts";
import { agentRules } from "./agent-rules.ts";

let workspace: Workspace;
beforeAll(async () => {
  const [means] = workingMeans;
  if (means === undefined) throw new Error("this machine cannot isolate a workspace");
  workspace = await openWorkspace(means);
});
afterAll(() => workspace[Symbol.asyncDispose]());

agentRules(() => workspace.machine);
