import { hostname } from "node:os";
import { join } from "node:path";
import { getContainerRuntimeClient } from "testcontainers";

/** Containers and networks of the runs that have their folders in a temporary folder. */
export async function atTheDaemon(temporary: string): Promise<readonly string[]> {
  const { dockerode } = (await getContainerRuntimeClient()).container;
  const owner = `${hostname()}:${join(temporary, `vault-jwt-conformance-${process.getuid?.()}`)}`;
  const filters = { label: [`vault-jwt-conformance.owner=${owner}`] };
  const [containers, networks] = await Promise.all([
    dockerode.listContainers({ all: true, filters }),
    dockerode.listNetworks({ filters }),
  ]);
  return [...containers.map(({ Id }) => `container ${Id}`), ...networks.map(({ Name }) => `network ${Name}`)];
}
