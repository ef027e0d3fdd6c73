import type { TestProject } from "vitest/node";
import { agentKinds } from "../../harness/model/index.ts";
import type { DockerPreparation } from "../../harness/runtime/docker/index.ts";
import { prepareDocker, type RunScope } from "../../harness/runtime/index.ts";
import { openRun } from "../../harness/runtime/scope/index.ts";

declare module "vitest" {
  interface ProvidedContext {
    dockerRun: RunScope & { readonly docker: DockerPreparation };
  }
}

/** Prepares one run for all tests; fails, instead of skipping them, where no daemon answers. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const run = await openRun(false);
  const say = (message: string) => process.stderr.write(`${message}\n`);
  const preparations = await prepareDocker({ run, offline: false, progress: say });
  run.usesDocker(preparations.connection);
  const docker = await preparations.prepare({
    workspaces: agentKinds.map((agent) => ({ agent, executables: {} })),
    servers: [],
  });
  project.provide("dockerRun", { id: run.id, folder: run.folder, docker });
  return async () => await run[Symbol.asyncDispose]();
}
