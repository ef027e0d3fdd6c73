import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { type Content, contentOf } from "../content.ts";

/** What a route answers. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly content: Content;
  /** What the content is, where a misbehaviour makes a difference between them. */
  readonly role?: "archive" | "checksums";
}

export function html(body: string, status = 200): Reply {
  return { status, type: "text/html; charset=utf-8", content: contentOf(body) };
}

export function json(body: object | undefined): Reply {
  if (body !== undefined) return jsonWith(200, body);
  return jsonWith(404, { code: 404, message: "Not Found" });
}

function jsonWith(status: number, body: object): Reply {
  return { status, type: "application/json", content: contentOf(JSON.stringify(body)) };
}

/** How the bytes of a content go out; the default sends what was asked for. */
export type Pace = (content: Content, start: number, end: number, signal: AbortSignal) => AsyncIterable<Uint8Array>;

/** Sends a reply, or the part of it that `Range` asks for (RFC 9110, section 14), and gives the status that it had. */
export function send(
  reply: Reply,
  request: IncomingMessage,
  { response, pace = steadily }: { readonly response: ServerResponse; readonly pace: Pace | undefined },
): number {
  const { content } = reply;
  const range = reply.status === 200 ? parseRange(request.headers.range, content.size) : undefined;
  const { start, end } = typeof range === "object" ? range : { start: 0, end: content.size };
  const length = range === "unsatisfiable" ? 0 : end - start;
  const status = range === undefined ? reply.status : range === "unsatisfiable" ? 416 : 206;
  response.writeHead(status, {
    "content-type": reply.type,
    "content-length": length,
    "accept-ranges": "bytes",
    ...(status === 206 && { "content-range": `bytes ${start}-${end - 1}/${content.size}` }),
    ...(status === 416 && { "content-range": `bytes */${content.size}` }),
  });
  if (request.method === "HEAD" || length === 0) response.end();
  else void transmit(response, length, (signal) => pace(content, start, end, signal));
  return status;
}

async function transmit(
  response: ServerResponse,
  length: number,
  chunks: (signal: AbortSignal) => AsyncIterable<Uint8Array>,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  response.flushHeaders();
  let sent = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks(gone.signal)) {
      sent += chunk.length;
      yield chunk;
    }
  };
  try {
    await pipeline(counted, response, { end: false });
    // A client waits for what was announced unless the connection ends.
    if (sent < length) response.socket?.end();
    else response.end();
  } catch {
    response.destroy();
  }
}

function steadily(content: Content, start: number, end: number): AsyncIterable<Uint8Array> {
  return content.read(start, end);
}

/** Only single ranges are honoured; what is not understood is ignored, as the RFC allows. */
function parseRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | "unsatisfiable" | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return undefined;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
  return start < end ? { start, end } : "unsatisfiable";
}
