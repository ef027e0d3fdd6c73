import { allMeans, tryMeans } from "../../harness/runtime/process/namespaces/means.ts";
import type { Means } from "../../harness/runtime/process/namespaces/types.ts";
import { processRuntime } from "../../harness/runtime/process/network.ts";
import { openRun } from "../../harness/runtime/scope/run-scope.ts";
import type { Command, CommandResult, Machine, MachineSpec, Network } from "../../harness/runtime/types.ts";

/** The means that this machine has. */
export const workingMeans: readonly Means[] = (
  await Promise.all(allMeans.map(async (means) => ((await tryMeans(means)) === undefined ? [means] : [])))
).flat();

export const debian = { kind: "debian", trustedCertificates: "", executables: {} } as const;

/** A workspace in a network of a run of its own. */
export interface Workspace extends AsyncDisposable {
  readonly folder: string;
  readonly network: Network;
  readonly machine: Machine;
  /** Runs a script with a fresh machine's environment. */
  sh(script: string, options?: Partial<Command>): Promise<CommandResult>;
}

export async function openWorkspace(means: Means, spec: Partial<MachineSpec> = {}): Promise<Workspace> {
  await using opened = new AsyncDisposableStack();
  const run = opened.use(await openRun(false));
  const network = opened.use(await processRuntime(run, means).network());
  const machine = opened.use(await network.machine({ ...debian, ...spec }));
  const all = opened.move();
  return {
    folder: run.folder,
    network,
    machine,
    sh: (script, options) =>
      machine.run({ argv: ["/bin/bash", "-c", script], environment: machine.environment, ...options }),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
