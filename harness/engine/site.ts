import {
  type CertificateAuthority,
  createCertificateAuthority,
  createIssuer,
  createKeyServer,
  createSigner,
  type Issuer,
  type KeyServer,
  type Signer,
} from "../identity/index.ts";
import { createReleaseServer, type ReleaseServer } from "../releases/index.ts";
import type { RunSettings } from "../run/index.ts";
import { type Network, openRuntime, realCli } from "../runtime/index.ts";
import { type BrokenVault, createBrokenVault, startServer, type VaultServer } from "../vault/index.ts";

/** Everything that scenarios of one worker share: a network with a Vault, an issuer and a release server in it. */
export interface Site extends AsyncDisposable {
  readonly settings: RunSettings;
  readonly network: Network;
  readonly authority: CertificateAuthority;
  /** Made at the first call. */
  issuer(): Promise<Issuer>;
  readonly signer: Signer;
  readonly releases: ReleaseServer;
  readonly server: VaultServer;
  /** Publishes the signer's keys; made at the first call. */
  keyServer(): Promise<KeyServer>;
  /** Made at the first call. */
  brokenVault(): Promise<BrokenVault>;
  /** Starts a further Vault in the network, by default with a certificate that workspaces trust. */
  anotherServer(authority?: CertificateAuthority): Promise<VaultServer>;
}

/** Opens the network and starts the servers in it. */
export async function openSite(settings: RunSettings): Promise<Site> {
  await using started = new AsyncDisposableStack();
  const [authority, signer, network] = await Promise.all([
    createCertificateAuthority(),
    // To a Vault that trusts the signer, the issuer is a stranger.
    createSigner({ signer: settings.rsaKeys.signer, stranger: settings.rsaKeys.issuer }),
    openRuntime(settings).then((runtime) => runtime.network()),
  ]);
  started.use(network);
  const [releases, server] = await Promise.all([
    createReleaseServer({ authority, archives: { cli: realCli, genuine: settings.genuineArchives } }),
    startServer({ program: settings.server, network, authority }),
  ]);
  for (const part of [releases, server]) started.use(part);
  await network.publish(releases.server, releases.names);
  const all = started.move();
  const issuer = once(async () => {
    const made = all.use(await createIssuer({ authority, rsaKey: settings.rsaKeys.issuer }));
    await network.publish(made.server, [new URL(made.url).hostname]);
    return made;
  });
  const keyServer = once(async () => {
    const made = all.use(await createKeyServer({ authority, jwks: signer.jwks }));
    await network.publish(made.server, [new URL(made.url).hostname]);
    return made;
  });
  const brokenVault = once(async () => {
    const made = all.use(await createBrokenVault(authority));
    await network.publish(made.server, made.names);
    return made;
  });
  let others = 0;
  return {
    settings,
    network,
    authority,
    issuer,
    signer,
    releases,
    server,
    keyServer,
    brokenVault,
    async anotherServer(own = authority) {
      others += 1;
      const hostname = `vault-${others + 1}.example.com`;
      return await startServer({ program: settings.server, network, authority: own, hostname });
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
