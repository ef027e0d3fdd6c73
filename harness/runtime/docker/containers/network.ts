import { CannotRunHere } from "../../../errors/index.ts";
import { createNameServer } from "../../name-server.ts";
import { tool, tools } from "../../tools.ts";
import type { Machine, Network } from "../../types.ts";
import { imageHas } from "./image-has.ts";
import { startMachine } from "./machine.ts";
import type { Place } from "./place.ts";
import { startRelay } from "./relay.ts";
import { startService } from "./service.ts";

/**
 * Servers and workspaces as containers on a network that leads nowhere else.
 *
 * @throws CannotRunHere `runtime.network` when the daemon has no network left to give
 */
export async function openNetwork(place: Place): Promise<Network> {
  const { docker } = place.host;
  const network = await docker
    .createNetwork({ Name: place.network, CheckDuplicate: true, Internal: true, Labels: { ...place.labels } })
    .catch((cause: unknown) => {
      throw noNetwork(cause);
    });
  const removals: (() => Promise<void>)[] = [];
  const own = (started: AsyncDisposable) => {
    let removed: Promise<void> | undefined;
    const remove = () => {
      removed ??= Promise.resolve(started[Symbol.asyncDispose]());
      return removed;
    };
    removals.push(remove);
    return remove;
  };
  const machines = new Set<Machine>();
  const nameServer = createNameServer();
  const namesAreInFiles = place.host.engine.name === "Podman";
  // Those that start later have the names from their start on.
  const announce = async () => {
    if (namesAreInFiles) await Promise.all(Array.from(machines, (one) => tellNames(one, place)));
  };
  return {
    async publish(...servers) {
      own(await startRelay(servers, nameServer, place));
      await announce();
    },
    async service(spec) {
      const service = await startService(spec, place);
      await announce();
      return { ...service, [Symbol.asyncDispose]: own(service) };
    },
    async machine(spec) {
      const machine = await startMachine(spec, place);
      const remove = own(machine);
      machines.add(machine);
      return {
        ...machine,
        // Not waited for here: the next scenario can begin meanwhile, and the network waits for all.
        async [Symbol.asyncDispose]() {
          machines.delete(machine);
          remove().catch(() => {});
        },
      };
    },
    ownFiles: namesAreInFiles ? ["/etc/hosts"] : [],
    watchNames: nameServer.watch,
    offers: async (program, kind) => await imageHas(place, program, kind),
    // The image that they are made of is known to have them all.
    brings: async (program) => tools.includes(program),
    async [Symbol.asyncDispose]() {
      await Promise.all(removals.map((remove) => remove()));
      // Where the daemon does not, the run's reaper tries again, and tells what stays.
      await network.remove().catch(() => {});
    },
  };
}

/** Where the daemon answers for no names, a running machine finds new ones in its file. */
async function tellNames(machine: Machine, { addresses }: Place): Promise<void> {
  const stdin = Array.from(addresses, ([name, address]) => `${address} ${name}\n`).join("");
  const argv = [tool("sh"), "-c", `${tool("cat")} >> /etc/hosts`];
  await machine.run({ argv, environment: {}, user: "root", stdin });
}

function noNetwork(cause: unknown): CannotRunHere {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new CannotRunHere(
    "runtime.network",
    `The Docker daemon created no network: ${said}.`,
    "Remove unused networks (`clean` removes those of earlier runs), or use --runtime process.",
    {},
    cause,
  );
}
