import { createServer, type RequestListener } from "node:http";
import { buffer } from "node:stream/consumers";
import { type CertificateAuthority, createTlsServer } from "../identity/index.ts";
import type { Published } from "../runtime/index.ts";

/** Stands where a Vault should be, and leads every request elsewhere: to another host, or away from TLS. */
export interface RedirectingVault extends AsyncDisposable {
  /** Do not listen; see the runtime's `publish`. Each is at an address of its own. */
  readonly published: readonly Published[];
  /** What a workspace's VAULT_ADDR is. */
  readonly addresses: {
    readonly toAnotherHost: string;
    readonly toPlainHttp: string;
    /** Answers at this port without TLS only. */
    readonly withoutTls: string;
  };
  /** The hosts that were sent a text, in the body or a header, and are not the Vault that was meant. */
  hostsWith(text: string): readonly string[];
}

const names = { toAnotherHost: "moved-vault.example.com", toPlainHttp: "downgraded-vault.example.com" };
const otherName = "elsewhere.example.com";
const plainName = "plain-vault.example.com";

/** 307: whoever follows repeats the request with its method and body (RFC 9110, section 15.4.8). */
const temporaryRedirect = 307;

export async function createRedirectingVault(authority: CertificateAuthority): Promise<RedirectingVault> {
  const received: { readonly host: string; readonly text: string }[] = [];
  const redirect: RequestListener = ({ headers: { host }, url = "/" }, response) => {
    const to = host === names.toPlainHttp ? `http://${plainName}:443` : `https://${otherName}`;
    response.writeHead(temporaryRedirect, { location: `${to}${url}` }).end();
  };
  // Not by the Host header: Vault's CLI keeps that of the address that it was given.
  const receiveAt =
    (host: string): RequestListener =>
    async (request, response) => {
      const body = await buffer(request).catch(() => Buffer.alloc(0));
      received.push({ host, text: `${request.url} ${JSON.stringify(request.headers)} ${body}` });
      response.writeHead(403, { "content-type": "application/json" }).end('{"errors":["permission denied"]}\n');
    };
  const [vault, other] = await Promise.all([
    createTlsServer(authority, Object.values(names), redirect),
    createTlsServer(authority, [otherName], receiveAt(otherName)),
  ]);
  return {
    published: [
      { server: vault.server, names: Object.values(names) },
      { server: other.server, names: [otherName] },
      { server: createServer(receiveAt(`${plainName} (without TLS)`)), names: [plainName] },
    ],
    addresses: {
      toAnotherHost: `https://${names.toAnotherHost}`,
      toPlainHttp: `https://${names.toPlainHttp}`,
      withoutTls: `https://${plainName}:443`,
    },
    hostsWith: (text) => received.filter((one) => one.text.includes(text)).map(({ host }) => host),
    async [Symbol.asyncDispose]() {
      await Promise.all([vault, other].map((one) => one[Symbol.asyncDispose]()));
    },
  };
}
