import type { RequestListener } from "node:http";
import { createServer, type Server } from "node:https";
import type { Socket } from "node:net";
import type { TlsOptions } from "node:tls";
import type { CertificateAuthority } from "./certificate-authority.ts";

/** An HTTPS server that waits for connections from a runtime, and can be cut off. */
export interface TlsServer extends AsyncDisposable {
  /** Does not listen: hand it connections, or let it listen. */
  readonly server: Server;
  /** Drops every connection, present and future, until called with `false`. */
  cutOff(enabled: boolean): void;
}

/**
 * Makes an HTTPS server with a certificate of the run's own for `names`.
 *
 * Its connections are tracked here, since Node's own `closeAllConnections` only knows those of a server that listens.
 */
export async function createTlsServer(
  authority: CertificateAuthority,
  names: readonly string[],
  answer: RequestListener,
  { ciphers }: Pick<TlsOptions, "ciphers"> = {},
): Promise<TlsServer> {
  const { certificate, privateKey } = await authority.issue(names);
  const server = createServer({ cert: certificate, key: privateKey, ...(ciphers && { ciphers }) }, answer);
  const sockets = new Set<Socket>();
  let isCutOff = false;
  const dropAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  server.prependListener("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    if (isCutOff) socket.destroy();
  });
  return {
    server,
    cutOff(enabled) {
      isCutOff = enabled;
      if (enabled) dropAll();
    },
    async [Symbol.asyncDispose]() {
      const closed = server.listening ? Promise.withResolvers<void>() : undefined;
      server.close(() => closed?.resolve());
      dropAll();
      await closed?.promise;
    },
  };
}
