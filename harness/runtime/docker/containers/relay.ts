import { readFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { getExtensionData, readTlsClientHello } from "read-tls-client-hello";
import { packageFolder } from "../../../package/index.ts";
import type { NameServer } from "../../name-server.ts";
import type { Published } from "../../types.ts";
import { RunContainer, startReady } from "./container.ts";
import type { Place } from "./place.ts";

const program = join(packageFolder, "fixtures/images/relay/relay.pl");

/** Where the relay takes connections of the harness. */
const port = 7443;

/** Connections that are held ready; those that come meanwhile wait at the relay. */
const held = 8;

/**
 * Gives servers of this process a place in the network, without listening on this machine, which need not be
 * reachable from the daemon's: the harness connects to a container, which hands on what arrives at its port 443. Which
 * server gets a connection depends on the name in its TLS hello (RFC 6066, section 3); without a name, the first does.
 * DNS questions of workspaces come in the same way.
 */
export async function startRelay(
  servers: readonly Published[],
  nameServer: NameServer,
  place: Place,
): Promise<AsyncDisposable> {
  const names = servers.flatMap((one) => one.names);
  const relay = await startReady(
    new RunContainer(await place.images.base(), `the relay for ${names.join(", ")}`, place)
      .withCommand(["perl", "-e", await readFile(program, "utf8")])
      .named(...names)
      .publishing(port),
  );
  place.nameServers.push(relay.address());
  const connections = holdConnections(servers, nameServer, { host: place.host.address, port: relay.port(port) });
  return {
    async [Symbol.asyncDispose]() {
      connections[Symbol.dispose]();
      await relay[Symbol.asyncDispose]();
    },
  };
}

function holdConnections(
  servers: readonly Published[],
  nameServer: NameServer,
  at: { readonly host: string; readonly port: number },
): Disposable {
  const open = new Set<Socket>();
  let closing = false;
  const hold = () => {
    const socket = connect({ ...at, keepAlive: true, noDelay: true });
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    // The relay has gone; whoever uses the connection hears of its end.
    socket.on("error", () => {});
    socket.once("readable", () => {
      // The relay's byte: an agent is there, or somebody asks for a name.
      const sign: Buffer | null = socket.read(1);
      if (sign === null) return void socket.destroy();
      if (sign.toString() === "?") answer(socket, nameServer);
      else void handOver(socket, servers);
      if (!closing) hold();
    });
  };
  for (let count = 0; count < held; count += 1) hold();
  return {
    [Symbol.dispose]() {
      closing = true;
      for (const socket of open) socket.destroy();
    },
  };
}

/** A message of DNS, and the reply, each as over TCP: behind its length (RFC 1035, section 4.2.2). */
function answer(socket: Socket, nameServer: NameServer): void {
  let length: number | undefined;
  const next = () => {
    const head: Buffer | null = length === undefined ? socket.read(2) : null;
    length ??= head?.readUInt16BE();
    const message: Buffer | null = length === undefined ? null : socket.read(length);
    if (message === null) return void socket.once("readable", next);
    socket.end(nameServer.answer(message) ?? "");
  };
  next();
}

async function handOver(socket: Socket, servers: readonly Published[]): Promise<void> {
  // The server refuses what is not TLS.
  const hello = await readTlsClientHello(socket).catch(() => undefined);
  const name = hello && getExtensionData(hello, "sni")?.serverName;
  const meant = servers.find(({ names }) => name !== undefined && names.includes(name)) ?? servers[0];
  if (socket.destroyed) return;
  meant?.server.emit("connection", socket);
}
