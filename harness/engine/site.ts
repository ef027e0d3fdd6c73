import { type StartAgent, startAgent } from "../coder/agent/index.ts";
import { createControlPlane, startRealAgent } from "../coder/control-plane/index.ts";
import { type CoderServer, startCoderServer } from "../coder/server/index.ts";
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
import { executables, type Network, openRuntime } from "../runtime/index.ts";
import {
  type BrokenVault,
  createBrokenVault,
  createGateway,
  createRedirectingVault,
  type Gateway,
  type RedirectingVault,
  startServer,
  type VaultServer,
} from "../vault/index.ts";
import { openIpv6Relay } from "./ipv6-relay.ts";
import { type RecipientsOf, watchRecipients } from "./starts/index.ts";

/** Everything that scenarios of one worker share: a network with a Vault, an issuer and a release server in it. */
export interface Site extends AsyncDisposable {
  readonly settings: RunSettings;
  readonly network: Network;
  /** Starts the agent that the run's workspaces have. */
  readonly startAgent: StartAgent;
  /** The real Coder server that builds workspaces, if the run has one. */
  readonly coderServer: CoderServer | undefined;
  readonly authority: CertificateAuthority;
  readonly issuer: Issuer;
  readonly signer: Signer;
  readonly releases: ReleaseServer;
  readonly server: VaultServer;
  /** Publishes the signer's keys. */
  readonly keyServer: KeyServer;
  /** Which of the servers that have no need of a JWT were sent it: the release hosts, and those that publish keys. */
  readonly recipientsOf: RecipientsOf;
  /** Made at the first call. */
  brokenVault(): Promise<BrokenVault>;
  /** What stands before the Vault: made at the first call. */
  gateway(): Promise<Gateway>;
  /** What leads a login to another host, or away from TLS: made at the first call. */
  redirectingVault(): Promise<RedirectingVault>;
  /** An address of IPv6 by which a machine reaches a server of the network; `undefined` where it has no IPv6. */
  readonly ipv6Relay: typeof openIpv6Relay;
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
  const [issuer, keyServer, releases] = await Promise.all([
    createIssuer({ authority, rsaKey: settings.rsaKeys.issuer }),
    createKeyServer({ authority, jwks: signer.jwks }),
    createReleaseServer({ authority, archives: { cli: executables.realCli, genuine: settings.genuineArchives } }),
  ]);
  for (const part of [issuer, keyServer, releases]) started.use(part);
  const isPlanned = settings.coderAgent !== undefined && settings.coderServer === undefined;
  const plane = isPlanned ? started.use(await createControlPlane()) : undefined;
  const withoutNeed = [
    { server: issuer.server, names: [new URL(issuer.url).hostname] },
    { server: keyServer.server, names: [new URL(keyServer.url).hostname] },
    releases,
  ];
  // Before the Vault starts: for five seconds after it has read the names of a network, Go does not look for new ones.
  await network.publish(...withoutNeed, ...(plane === undefined ? [] : [plane]));
  const [server, coderServer] = await Promise.all([
    startServer({ program: settings.server, network, authority }).then((one) => started.use(one)),
    settings.coderServer === undefined
      ? undefined
      : startCoderServer({ ...settings, program: settings.coderServer, network, authority, issuer }).then((one) =>
          started.use(one),
        ),
  ]);
  const all = started.move();
  const brokenVault = once(async () => {
    const made = all.use(await createBrokenVault(authority));
    await network.publish(made);
    return made;
  });
  // Each at an address of its own.
  const publishEach = async <T extends Gateway | RedirectingVault>(made: T): Promise<T> => {
    all.use(made);
    for (const one of made.published) await network.publish(one);
    return made;
  };
  const gateway = once(async () => await publishEach(await createGateway(authority, server.endpoint)));
  const redirectingVault = once(async () => await publishEach(await createRedirectingVault(authority)));
  let others = 0;
  return {
    settings,
    network,
    startAgent:
      coderServer?.startAgent ?? (plane === undefined ? startAgent : (...given) => startRealAgent(plane, ...given)),
    coderServer,
    authority,
    issuer,
    signer,
    releases,
    server,
    keyServer,
    recipientsOf: watchRecipients(withoutNeed),
    brokenVault,
    gateway,
    redirectingVault,
    ipv6Relay: openIpv6Relay,
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
