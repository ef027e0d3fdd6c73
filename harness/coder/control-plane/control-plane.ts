import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { createCertificateAuthority, createTlsServer } from "../../identity/index.ts";
import type { Answer } from "../agent/index.ts";
import type { Manifest, Script } from "../types.ts";
import { serveCall } from "./calls.ts";
import { probeScript } from "./probe.ts";
import { type AgentRecord, createAgentRecord, type ToldAgent } from "./told-agent.ts";
import { acceptStreams } from "./yamux.ts";

/** What real agents have for a Coder server: one for all workspaces of a network. */
export interface ControlPlane extends AgentServer, AsyncDisposable {
  /** Does not listen; see the runtime's `publish`. */
  readonly server: Server;
  readonly names: readonly string[];
}

/** Where real agents connect. */
export interface AgentServer {
  /** The certificate of the authority that the server's is from, PEM: one of its own, for which nothing else is trusted. */
  readonly certificate: string;
  /** Gives the agent with a manifest's token that manifest, until it is disposed. */
  expect(manifest: Manifest): Expected;
}

/** An agent that may come. */
export interface Expected extends Disposable {
  readonly told: ToldAgent;
  /** The start script of the harness's own, beside those of the manifest. */
  readonly probe: Script;
  /** `coder ssh WORKSPACE -- COMMAND`; default: a shell of the harness, with the agent's environment. */
  command?(text: string): Promise<Answer>;
}

const hostname = "coder.example.com";
const path = "/api/v2/workspaceagents/me/";
/** The oldest version of the agent API in which the harness learns what it has to; newer minor versions add to it. */
const spoken = { major: 2, minor: 4 };

/** Makes the server that agents dial at their access URL: a websocket, in it yamux, in it a dRPC call a stream. */
export async function createControlPlane(): Promise<ControlPlane> {
  const authority = await createCertificateAuthority();
  const records = new Map<string, AgentRecord>();
  const recordOf = (request: IncomingMessage) => records.get(tokenOf(request));
  const tls = await createTlsServer(authority, [hostname], (request, response) => {
    answerPlain(request, response, recordOf(request) !== undefined);
  });
  const sockets = new WebSocketServer({ noServer: true });
  tls.server.on("upgrade", (request, socket, head) => {
    const record = recordOf(request);
    if (record === undefined) return refuse(socket, "401 Unauthorized", "No workspace has this agent's token.");
    const { pathname, searchParams } = new URL(request.url ?? "/", `https://${hostname}`);
    if (pathname !== `${path}rpc`) return refuse(socket, "404 Not Found", "The harness serves the agent API alone.");
    // A script knows the agent's token too, and could tell of itself what it likes.
    if (record.told.connected)
      return refuse(socket, "409 Conflict", "The agent of this workspace is connected already.");
    const refusal = versionRefusal(searchParams.get("version") ?? "");
    if (refusal === undefined) return sockets.handleUpgrade(request, socket, head, (one) => serveAgent(one, record));
    record.refuse(refusal);
    refuse(socket, "400 Bad Request", refusal);
  });
  return {
    server: tls.server,
    names: [hostname],
    certificate: authority.certificate,
    expect(manifest) {
      const probe = probeScript();
      const record = createAgentRecord({ ...manifest, scripts: [...manifest.scripts, probe] });
      records.set(manifest.agentToken, record);
      return {
        told: record.told,
        probe,
        [Symbol.dispose]() {
          // Another start of the same build may have taken its place.
          if (records.get(manifest.agentToken) === record) records.delete(manifest.agentToken);
        },
      };
    },
    [Symbol.asyncDispose]: () => tls[Symbol.asyncDispose](),
  };
}

/** Agents send it in a cookie where they dial, and in a header elsewhere. */
function tokenOf({ headers }: IncomingMessage): string {
  const cookie = /(?:^|;\s*)coder_session_token=([^;]*)/.exec(headers.cookie ?? "")?.[1];
  return cookie ?? String(headers["coder-session-token"] ?? "");
}

/** Why an agent that asks for a version of the API is of no use, in Coder's own sense of versions. */
function versionRefusal(version: string): string | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)$/.exec(version) ?? [];
  if (Number(major) === spoken.major && Number(minor) >= spoken.minor) return undefined;
  const own = `${spoken.major}.${spoken.minor} and newer of ${spoken.major}`;
  return `The agent speaks version ${version || "(none)"} of Coder's agent API, and the harness speaks ${own}`;
}

function refuse(socket: Duplex, status: string, message: string): void {
  const body = JSON.stringify({ message });
  const head = `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}`;
  socket.end(`${head}\r\nConnection: close\r\n\r\n${body}`);
}

/** Nobody claims a prebuild here: the agent is kept waiting for that, as by Coder, and asks no more. */
function answerPlain({ url }: IncomingMessage, response: ServerResponse, isKnown: boolean): void {
  if (isKnown && url === `${path}reinit`)
    response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
  else response.writeHead(404, { "content-type": "application/json" }).end('{"message":"The harness has none."}');
}

function serveAgent(socket: WebSocket, record: AgentRecord): void {
  record.connect();
  socket.once("close", () => record.disconnect());
  socket.on("error", () => socket.terminate());
  const streams = acceptStreams(
    (bytes) => socket.send(bytes, { binary: true }, () => {}),
    (stream) => serveCall(stream, record.answer),
  );
  socket.on("message", (data) => {
    try {
      // As `binaryType` is by default.
      if (Buffer.isBuffer(data)) streams.receive(data);
    } catch (error) {
      record.refuse(error instanceof Error ? error.message : String(error));
      socket.close(1002);
    }
  });
}
