import {
  type CertificateAuthority,
  createCertificateAuthority,
  createIssuer,
  createSigner,
  type Issuer,
  type Signer,
} from "../identity/index.ts";
import { createReleaseServer, type ReleaseServer } from "../releases/index.ts";
import type { RunSettings } from "../run/index.ts";
import { type Network, openRuntime, realCli } from "../runtime/index.ts";
import { startServer, type VaultServer } from "../vault/index.ts";

/** Everything that scenarios of one worker share: a network with a Vault, an issuer and a release server in it. */
export interface Site extends AsyncDisposable {
  readonly settings: RunSettings;
  readonly network: Network;
  readonly authority: CertificateAuthority;
  readonly issuer: Issuer;
  readonly signer: Signer;
  readonly releases: ReleaseServer;
  readonly server: VaultServer;
}

/** Opens the network and starts the servers in it. */
export async function openSite(settings: RunSettings): Promise<Site> {
  await using started = new AsyncDisposableStack();
  const [authority, signer, network] = await Promise.all([
    createCertificateAuthority(),
    createSigner(settings.rsaKeys.signer),
    openRuntime(settings).then((runtime) => runtime.network()),
  ]);
  started.use(network);
  const [issuer, releases, server] = await Promise.all([
    createIssuer({ authority, rsaKey: settings.rsaKeys.issuer }),
    createReleaseServer({ authority, archives: { cli: realCli, genuine: settings.genuineArchives } }),
    startServer({ program: settings.server, network, authority }),
  ]);
  for (const part of [issuer, releases, server]) started.use(part);
  await Promise.all([
    network.publish(issuer.server, [new URL(issuer.url).hostname]),
    network.publish(releases.server, releases.names),
  ]);
  const all = started.move();
  return {
    settings,
    network,
    authority,
    issuer,
    signer,
    releases,
    server,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
