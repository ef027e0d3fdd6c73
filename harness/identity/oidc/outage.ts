import type { ServerResponse } from "node:http";

/** How a server fails: it drops connections, answers 503, or answers 200 with something else than was asked for. */
export type Outage = "down" | "5xx" | "rubbish";

/** Answers as a server does that has the outage; a server that is `down` never comes this far. */
export function answerOutage(outage: Outage, response: ServerResponse): void {
  if (outage === "down") {
    response.destroy();
  } else if (outage === "5xx") {
    response.writeHead(503, { "content-type": "text/html" }).end("<h1>503 Service Unavailable</h1>\n");
  } else {
    response.writeHead(200, { "content-type": "application/json" }).end('{"keys": [{"kty": "RSA", "n": \n');
  }
}
