import type { Server } from "node:https";
import { duplexPair } from "node:stream";
import { connect } from "node:tls";
import { Agent, fetch, type RequestInit, type Response } from "undici";

/** A `fetch` that reaches one server of this process, whatever host a URL names. */
export interface InProcessFetch extends AsyncDisposable {
  fetch(url: string | URL, init?: RequestInit): Promise<Response>;
}

/**
 * Speaks HTTPS to a server that does not listen: each connection is a pair of streams in memory,
 * with a true TLS handshake and a certificate that is checked against `ca`.
 */
export function createInProcessFetch(server: Server, ca: string): InProcessFetch {
  const agent = new Agent({
    connect({ hostname }, callback) {
      const [near, far] = duplexPair();
      server.emit("connection", far);
      const socket = connect({ socket: near, servername: hostname, ca });
      const fail = (error: Error): void => callback(error, null);
      socket.once("error", fail).once("secureConnect", () => {
        socket.off("error", fail);
        callback(null, socket);
      });
    },
  });
  return {
    fetch: (url, init) => fetch(url, { ...init, dispatcher: agent }),
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}
