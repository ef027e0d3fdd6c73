import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { test as base, type TestAPI } from "vitest";
import { createCertificateAuthority } from "../../harness/identity/index.ts";
import { createReleaseServer, type ReleaseServer } from "../../harness/releases/index.ts";
import { type Loopback, listen } from "../identity/loopback.ts";

/** A release server with stand-ins, as curl on this machine sees it. */
export interface Published {
  readonly releases: ReleaseServer;
  readonly network: Loopback;
  /** Where the stand-ins look for the real CLI. */
  readonly cli: string;
  /** Downloads and unpacks a version, and gives the path of its program. */
  install(version: string): Promise<string>;
}

export const test: TestAPI<{ published: Published }> = base.extend<{ published: Published }>({
  published: async ({}, use) => {
    const authority = await createCertificateAuthority();
    const folder = await mkdtemp(join(tmpdir(), "it's the CLI's folder "));
    const cli = join(folder, "vault");
    await using releases = await createReleaseServer({ authority, archives: { cli } });
    await using network = await listen(releases.server, authority.certificate);
    await use({ releases, network, cli, install: (version) => install(network, version) });
    await rm(folder, { recursive: true });
  },
});

async function install({ curl, folder }: Loopback, version: string): Promise<string> {
  const archive = `vault_${version}_linux_amd64.zip`;
  await curl("-fO", `https://releases.hashicorp.com/vault/${version}/${archive}`);
  await execa("unzip", ["-oq", archive], { cwd: folder });
  return join(folder, "vault");
}
