import { GenericContainer, PullPolicy, type WaitStrategy } from "testcontainers";
import { HarnessFault } from "../../../errors/index.ts";
import { limits, poll } from "../../../waiting/index.ts";
import { bounds } from "../../bounds.ts";
import type { Host } from "../daemon/index.ts";
import { type Console, followConsole } from "./console.ts";
import type { Place } from "./place.ts";

/** A container of a run that has started. */
export interface Running extends AsyncDisposable {
  readonly id: string;
  readonly console: Console;
  /** In the run's network. */
  address(): string;
  /** The port of {@link Host.address} that leads to a published one. */
  port(published: number): number;
}

// The harness waits for what a container says or answers, not for its ports.
const noWait: WaitStrategy = {
  waitUntilReady: async () => {},
  withStartupTimeout: () => noWait,
  isStartupTimeoutSet: () => true,
  getStartupTimeout: () => 0,
};

/** Without any, Podman sets a million, which not every machine allows. */
const podmanLimits = [limit("nofile", 16_384), limit("nproc", 16_384)];

function limit(Name: string, most: number) {
  return { Name, Soft: most, Hard: most };
}

/** A container with the run's labels, whose console is followed from before its start. */
export class RunContainer extends GenericContainer {
  readonly host: Host;
  readonly what: string;
  readonly place: Place;
  private readonly isOnPodman: boolean;
  private names: readonly string[] = [];
  readonly created: PromiseWithResolvers<{ readonly id: string; readonly console: Console }> = Promise.withResolvers();

  /** `what` names it in errors. */
  constructor(image: string, what: string, place: Place) {
    const { host, labels, network } = place;
    super(image);
    this.host = host;
    this.what = what;
    this.place = place;
    this.isOnPodman = host.engine.name === "Podman";
    this.withLabels({ ...labels }).withNetworkMode(network);
    this.withPullPolicy(PullPolicy.neverPull()).withAutoCleanup(false).withWaitStrategy(noWait);
    // The daemon's resolver does not answer for names that are not of an internal network: waiting is all one can do.
    this.hostConfig.DnsOptions = ["timeout:1", "attempts:2"];
    if (this.isOnPodman) this.onPodman();
  }

  private onPodman(): void {
    this.hostConfig.Ulimits = podmanLimits;
    // What answers for names in its networks, such as aardvark-dns, is a package apart.
    this.withExtraHosts(Array.from(this.place.addresses, ([name, ipAddress]) => ({ host: name, ipAddress })));
  }

  /** Gives it names in its network. */
  named(...names: readonly string[]): this {
    this.names = names;
    return this.isOnPodman ? this.withNetworkMode("bridge") : this.withNetworkAliases(...names);
  }

  /**
   * Podman's CNI has a published port lead into either of two networks by chance, and into an internal one none does:
   * a container with names joins that one later. Those that start after it find it by its names. Gives its address there.
   */
  async joinOnPodman(id: string): Promise<string | undefined> {
    const { host, network, addresses } = this.place;
    if (!this.isOnPodman || this.names.length === 0) return undefined;
    const EndpointConfig = { Aliases: [...this.names] };
    await host.docker.getNetwork(network).connect({ Container: id, EndpointConfig });
    const { NetworkSettings } = await host.docker.getContainer(id).inspect();
    const address = NetworkSettings.Networks[network]?.IPAddress ?? "";
    for (const name of this.names) addresses.set(name, address);
    return address;
  }

  /** Publishes a port where the harness can reach it, and nobody else where the daemon is on this machine. */
  publishing(port: number): this {
    this.withExposedPorts(port);
    const { bindAddress } = this.host;
    if (bindAddress !== undefined) {
      this.hostConfig.PortBindings = { [`${port}/tcp`]: [{ HostIp: bindAddress, HostPort: "" }] };
    }
    return this;
  }

  /**
   * Bounds what its processes take of the daemon's machine and what root in it may do there; `isFinal`: nobody in it
   * becomes root.
   */
  bounded(isFinal: boolean): this {
    const { memory, files, processes } = bounds;
    Object.assign(this.hostConfig, { PidsLimit: processes, Memory: memory, MemorySwap: memory });
    const others = (this.hostConfig.Ulimits ?? []).filter(({ Name }) => Name !== "nofile");
    this.hostConfig.Ulimits = [...others, limit("nofile", files)];
    this.withDroppedCapabilities("NET_RAW", "MKNOD", "SETFCAP", "SYS_CHROOT");
    return isFinal ? this.withSecurityOpt("no-new-privileges") : this;
  }

  /** Has it ask a relay for names that its network does not have. */
  withNameServer(): this {
    const [first] = this.place.nameServers;
    // This machine's own domains are not the workspace's.
    if (first !== undefined) Object.assign(this.hostConfig, { Dns: [first], DnsSearch: ["."] });
    return this;
  }

  /** Puts an init before the command, which reaps what processes leave behind, where the daemon brings one. */
  withInit(): this {
    this.hostConfig.Init = !this.isOnPodman;
    return this;
  }

  protected override async containerCreated(id: string): Promise<void> {
    this.created.resolve({ id, console: await followConsole(this.host.docker, id) });
  }
}

/**
 * Starts a container; a failed start leaves none.
 *
 * @throws HarnessFault `runtime.container` with its exit code and last lines
 */
export async function startContainer(container: RunContainer): Promise<Running> {
  const { host, created } = container;
  const starting = container.start();
  try {
    // Testcontainers would wait ten seconds for the ports of a container that has ended.
    const started = await Promise.race([starting, created.promise.then(({ console }) => untilEnded(console))]);
    const { id, console } = await created.promise;
    const joined = await container.joinOnPodman(id);
    return {
      id,
      console,
      address: () => joined ?? started.getIpAddress(container.place.network),
      port: (published) => started.getMappedPort(published),
      [Symbol.asyncDispose]: () => removeContainer(host, id),
    };
  } catch (cause) {
    starting.catch(() => {});
    throw await failedStart(container, cause);
  }
}

async function untilEnded(console: Console): Promise<never> {
  while (!console.ended()) await console.changed();
  throw new Error("it ended at once");
}

/** Starts a container and waits until it has said on a line of its own that it is `ready`. */
export async function startReady(container: RunContainer): Promise<Running> {
  const running = await startContainer(container);
  const { output, errors, changed, ended } = running.console;
  try {
    await poll(
      () => {
        if (output.includes("ready")) return true;
        if (ended()) throw new Error("it ended before it was ready");
        return undefined;
      },
      { what: container.what, limit: limits.serverReady, changed, log: () => [...output, ...errors] },
    );
    return running;
  } catch (cause) {
    throw await failedStart(container, cause);
  }
}

/** Stops and removes a container; it is no error when it has gone already. */
async function removeContainer({ docker }: Host, id: string): Promise<void> {
  await docker
    .getContainer(id)
    .remove({ force: true, v: true })
    .catch((error: unknown) => {
      const status = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
      if (status !== 404 && status !== 409) throw error;
    });
}

async function failedStart({ host, what, created }: RunContainer, cause: unknown): Promise<HarnessFault> {
  const problem = cause instanceof Error ? cause.message : String(cause);
  const made = await Promise.race([created.promise, undefined]);
  if (made === undefined) return cannotStart(what, problem, [], cause);
  await removeContainer(host, made.id);
  return cannotStart(what, problem, [...made.console.output, ...made.console.errors], cause);
}

function cannotStart(what: string, problem: string, log: readonly string[], cause: unknown): HarnessFault {
  const said = log.length === 0 ? "." : `; its last lines:\n${log.slice(-10).join("\n")}\n`;
  return new HarnessFault(
    "runtime.container",
    `The container of ${what} could not be started: ${problem.replace(/\.$/, "")}${said}`,
    "Check that the Docker daemon has room and rights for it; otherwise report this as a defect of the harness.",
    { what, problem, log: log.slice(-30) },
    cause,
  );
}
