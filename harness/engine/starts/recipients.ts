import type { IncomingMessage } from "node:http";
import type { Published } from "../../runtime/index.ts";

/** The hosts among those watched that were sent a JWT: its claims, in an address, a header or a body. */
export type RecipientsOf = (jwt: string) => readonly string[];

/** Bytes of a request that are kept. */
const mostKept = 65_536;

/** Keeps what servers receive that have no need of a JWT. */
export function watchRecipients(servers: readonly Published[]): RecipientsOf {
  const received: { readonly host: string; text: string }[] = [];
  for (const { server, names } of servers) {
    server.prependListener("request", (request: IncomingMessage) => {
      const [host = ""] = names;
      const one = { host, text: `${request.url} ${JSON.stringify(request.headers)}`.slice(0, mostKept) };
      received.push(one);
      // Whoever reads the body sees all of it.
      const push = request.push.bind(request);
      request.push = (chunk, encoding) => {
        if (chunk instanceof Buffer && one.text.length < mostKept) one.text += chunk.toString("latin1");
        return push(chunk, encoding);
      };
    });
  }
  return (jwt) => {
    const [, claims = jwt] = jwt.split(".");
    if (claims === "") return [];
    return [...new Set(received.flatMap(({ host, text }) => (text.includes(claims) ? [host] : [])))];
  };
}
