import { createServer, request as httpRequest, type RequestListener } from "node:http";
import { request as httpsRequest } from "node:https";
import { buffer } from "node:stream/consumers";
import { type CertificateAuthority, createTlsServer } from "../identity/index.ts";
import type { Endpoint, Published } from "../runtime/index.ts";

/** Stands before a Vault, as load balancers and ingresses do. */
export interface Gateway extends AsyncDisposable {
  /** Do not listen; see the runtime's `publish`. Each is at an address of its own. */
  readonly published: readonly Published[];
  /** What a workspace's VAULT_ADDR is: at the port of https, below a path, and without TLS. */
  readonly addresses: { readonly withoutPort: string; readonly withPath: string; readonly plain: string };
}

const name = "gateway.example.com";
const plainName = "plain-gateway.example.com";
const path = "/vault";
const below = new RegExp(`^${path}(?=/)`);

export async function createGateway(authority: CertificateAuthority, endpoint: Endpoint): Promise<Gateway> {
  const relay = relayTo(endpoint, authority.certificate);
  const tls = await createTlsServer(authority, [name], relay);
  const plain = createServer(relay);
  return {
    published: [
      { server: tls.server, names: [name] },
      { server: plain, names: [plainName] },
    ],
    addresses: {
      withoutPort: `https://${name}`,
      withPath: `https://${name}${path}`,
      plain: `http://${plainName}:443`,
    },
    [Symbol.asyncDispose]: () => tls[Symbol.asyncDispose](),
  };
}

function relayTo({ url, servername, socketPath }: Endpoint, ca: string): RequestListener {
  const { protocol, hostname, port } = new URL(url);
  const send = protocol === "https:" ? httpsRequest : httpRequest;
  const to = { hostname, port, ca, servername, ...(socketPath === undefined ? {} : { socketPath }) };
  return (asked, response) => {
    const upstream = send({ ...to, method: asked.method, path: asked.url?.replace(below, ""), headers: asked.headers });
    upstream.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on("error", ({ message }) => response.writeHead(502).end(`The gateway got no answer: ${message}\n`));
    // In one piece: a server that is to close the connection may do so before a further write, which would lose its answer.
    buffer(asked).then(
      (body) => upstream.end(body),
      (error: unknown) => upstream.destroy(error instanceof Error ? error : undefined),
    );
  };
}
