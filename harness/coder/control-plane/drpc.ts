import { HarnessFault } from "../../errors/index.ts";

/** The kinds of dRPC's packets (https://github.com/storj/drpc/wiki/Docs:-Wire-protocol). */
export const kinds = { invoke: 1, message: 2, error: 3, cancel: 4, close: 5, closeSend: 6 } as const;

/** One packet, put together from its frames. */
export interface Packet {
  readonly kind: number;
  readonly stream: number;
  readonly data: Buffer;
}

/** More than the agent sends in one message. */
const longestPacket = 4 * 2 ** 20;

/** A packet's bytes, as one frame that is the packet's last. */
export function writePacket({ kind, stream, data }: Packet, message: number): Buffer {
  const numbers = [stream, message, data.length].flatMap(varint);
  return Buffer.concat([Buffer.from([(kind << 1) | 1, ...numbers]), data]);
}

/** An error that the other side can tell from others by its code. */
export function errorData(code: number, text: string): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(code));
  return Buffer.concat([bytes, Buffer.from(text)]);
}

/** Reads the packets of one call; throws HarnessFault `coder.drpc` at one that is too long. */
export function packetReader(take: (packet: Packet) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let parts: Buffer[] = [];
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (let found = readFrame(rest); found !== undefined; found = readFrame(rest)) {
      rest = rest.subarray(found.width);
      // What later versions have for themselves is passed over.
      if (found.isControl) continue;
      parts.push(found.data);
      if (!found.isLast) continue;
      const data = Buffer.concat(parts);
      parts = [];
      take({ kind: found.kind, stream: found.stream, data });
    }
    if (rest.length > longestPacket) throw tooLong();
  };
}

interface Frame extends Packet {
  readonly isLast: boolean;
  readonly isControl: boolean;
  /** Bytes that it takes. */
  readonly width: number;
}

/** The frame at the beginning, if it is there to its end. */
function readFrame(bytes: Buffer): Frame | undefined {
  const [first] = bytes;
  const stream = readVarint(bytes, 1);
  const message = stream && readVarint(bytes, stream.end);
  const length = message && readVarint(bytes, message.end);
  if (first === undefined || stream === undefined || length === undefined) return undefined;
  const end = length.end + length.value;
  if (bytes.length < end) return undefined;
  return {
    kind: (first >> 1) & 0x3f,
    isLast: (first & 1) === 1,
    isControl: (first & 0x80) !== 0,
    stream: stream.value,
    data: bytes.subarray(length.end, end),
    width: end,
  };
}

function readVarint(bytes: Buffer, start: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * (at - start));
    if ((byte & 0x80) === 0) return { value, end: at + 1 };
  }
  return undefined;
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...varint(Math.floor(value / 0x80))];
}

function tooLong(): HarnessFault {
  return new HarnessFault(
    "coder.drpc",
    `The agent has sent a message of more than ${longestPacket / 2 ** 20} MiB.`,
    "Give a coder binary of a released version with --coder-agent.",
  );
}
