import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { wrongChecksums } from "./checksums.ts";
import { type Content, contentOf, damaged } from "./content.ts";
import type { Pace } from "./pages/index.ts";
import { html, type Reply } from "./pages/index.ts";

/**
 * What goes wrong. Everywhere: `down` drops connections, `5xx` answers 503, `slow` needs more than a minute for a byte.
 * With archives: `truncated` breaks off half-way, `steady` takes twelve seconds, `stalled` sends no more then, `corrupt` changes bytes. `wrong-checksum` changes SHA256SUMS,
 * and with `no-checksums` there is none.
 */
export type Misbehaviour =
  | "down"
  | "5xx"
  | "slow"
  | "truncated"
  | "stalled"
  | "steady"
  | "corrupt"
  | "wrong-checksum"
  | "no-checksums";

/** Turns a good reply into the one that misbehaves. */
export async function spoil(reply: Reply, kind: Misbehaviour | undefined): Promise<Reply> {
  if (kind === "5xx") return html("<h1>503 Service Unavailable</h1>\n", 503);
  if (reply.role === "archive" && kind === "corrupt") return { ...reply, content: damaged(reply.content) };
  if (reply.role === "checksums" && kind === "wrong-checksum") {
    return { ...reply, content: contentOf(wrongChecksums(await readAll(reply.content))) };
  }
  if (reply.role === "checksums" && kind === "no-checksums") return html("<h1>404 Not Found</h1>\n", 404);
  return reply;
}

/** The pace at which a reply goes out while the server misbehaves; `undefined` for the usual one. */
export function paceOf(reply: Reply, kind: Misbehaviour | undefined): Pace | undefined {
  if (kind === "slow") return drip;
  if (reply.role !== "archive") return undefined;
  return kind === undefined ? undefined : paces[kind];
}

const moreThanAMinute = 61_000;
const moreThanAScriptMayTake = 150_000;
const [pieces, aPiece] = [48, 250];

async function* drip(content: Content, start: number, end: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  for (let at = start; at < end; at++) {
    await setTimeout(moreThanAMinute, undefined, { signal, ref: false });
    yield* content.read(at, at + 1);
  }
}

/** Ends early: the reply announces more. */
function breakOff(content: Content, start: number, end: number): AsyncIterable<Uint8Array> {
  return content.read(start, start + Math.floor((end - start) / 2));
}

async function* stall(content: Content, start: number, end: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  yield* breakOff(content, start, end);
  await setTimeout(moreThanAScriptMayTake, undefined, { signal, ref: false });
}

/** In pieces of one size, at one pace. */
async function* trickle(content: Content, start: number, end: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const piece = Math.ceil((end - start) / pieces);
  for (let at = start; at < end; at += piece) {
    await setTimeout(aPiece, undefined, { signal, ref: false });
    yield* content.read(at, Math.min(at + piece, end));
  }
}

const paces: Partial<Record<Misbehaviour, Pace>> = { truncated: breakOff, stalled: stall, steady: trickle };

function readAll(content: Content): Promise<string> {
  return text(content.read(0, content.size));
}
