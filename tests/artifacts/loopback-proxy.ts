import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { onTestFinished } from "vitest";

/** An HTTP proxy. */
export interface LoopbackProxy {
  readonly url: string;
  /** Hosts and ports that a tunnel to was asked for. */
  readonly asked: readonly string[];
}

/** Takes every tunnel to one port of this machine, whatever host is asked for; gone with the test. */
export async function loopbackProxy(port: number): Promise<LoopbackProxy> {
  const asked: string[] = [];
  const server = createServer().on("connect", ({ url }, client) => {
    asked.push(url ?? "");
    const upstream = connect(port, "127.0.0.1", () => client.write("HTTP/1.1 200 Connection established\r\n\r\n"));
    upstream
      .on("error", () => client.destroy())
      .pipe(client.on("error", () => upstream.destroy()))
      .pipe(upstream);
  });
  onTestFinished(() => void server.close());
  await once(server.listen(0, "127.0.0.1"), "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
