import { hostname } from "node:os";
import { join } from "node:path";
import { getContainerRuntimeClient } from "testcontainers";
import { expect, test } from "vitest";
import { poll } from "../../harness/waiting/index.ts";
import { type Sandbox, sandbox } from "../command-line/sandbox.ts";

/** Names of containers and networks of the runs that were started in a sandbox. */
async function atTheDaemon(place: Sandbox): Promise<readonly string[]> {
  const { dockerode } = (await getContainerRuntimeClient()).container;
  const owner = `${hostname()}:${join(place.temporary, `vault-jwt-conformance-${process.getuid?.()}`)}`;
  const filters = { label: [`vault-jwt-conformance.owner=${owner}`] };
  const [containers, networks] = await Promise.all([
    dockerode.listContainers({ all: true, filters }),
    dockerode.listNetworks({ filters }),
  ]);
  return [...containers.map(({ Id }) => `container ${Id}`), ...networks.map(({ Name }) => `network ${Name}`)];
}

test.each(["SIGKILL", "SIGTERM"] as const)("%s in a scenario leaves nothing after three seconds", async (signal) => {
  await using place = await sandbox();
  const run = place.start(["--only", "LOGIN-0[1-5]", "--jobs", "2", "--runtime", "docker", "--verbose"]);
  await run.says("pass LOGIN-01");
  expect(await atTheDaemon(place)).not.toEqual([]);
  run.kill(signal);
  const killed = performance.now();

  let left: readonly string[] = [];
  const look = async () => {
    left = await atTheDaemon(place);
    return left.length === 0 ? true : undefined;
  };
  await poll(look, { what: "everything to be gone from the daemon", limit: 3_000, log: () => left });
  await place.isClean();

  expect(performance.now() - killed).toBeLessThan(3_000);
  expect((await run.ended).stdout).toBe("");
});
