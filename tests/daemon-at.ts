import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";

/** What stands in for a Docker daemon on a unix socket. */
export async function daemonAt(socketPath: string, answer: RequestListener): Promise<AsyncDisposable> {
  const server = createServer(answer);
  await once(server.listen(socketPath), "listening");
  return {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
