import { test as base, inject, type TestAPI } from "vitest";
import { type CertificateAuthority, createCertificateAuthority } from "../../harness/identity/index.ts";
import { type Machine, type Network, openRuntime } from "../../harness/runtime/index.ts";

interface Site {
  readonly authority: CertificateAuthority;
  readonly network: Network;
  readonly machine: Machine;
}

/** A test with a network and a workspace in it, which the tests of a file share. */
export const test: TestAPI<Site & object> = base.extend<{ $file: Site }>({
  authority: [async ({}, use) => await use(await createCertificateAuthority()), { scope: "file" }],
  network: [
    async ({}, use) => {
      await using network = await openNetwork();
      await use(network);
    },
    { scope: "file" },
  ],
  machine: [
    async ({ authority, network }, use) => {
      await using machine = await startMachine(network, authority);
      await use(machine);
    },
    { scope: "file" },
  ],
});

export async function openNetwork(): Promise<Network> {
  const runtime = await openRuntime({ ...inject("dockerRun"), runtime: "docker" });
  return await runtime.network();
}

export async function startMachine(network: Network, authority: CertificateAuthority): Promise<Machine> {
  return await network.machine({ kind: "debian", trustedCertificates: authority.certificate, executables: {} });
}
