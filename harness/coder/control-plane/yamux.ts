import { HarnessFault } from "../../errors/index.ts";

/** What can be done with one stream of a connection. */
export interface Stream {
  write(data: Buffer): void;
  /** Nothing more is written; what waits for the other side's window still is. */
  end(): void;
}

/** What is told of a stream's other side. */
export interface StreamEvents {
  data(chunk: Buffer): void;
}

/** The accepting side of a multiplexed connection. */
export interface Multiplexer {
  /** Takes what the connection has brought; throws HarnessFault `coder.yamux` where that is no yamux. */
  receive(chunk: Buffer): void;
}

/** The frames of https://github.com/hashicorp/yamux/blob/master/spec.md, version 0. */
const types = { data: 0, windowUpdate: 1, ping: 2, goAway: 3 } as const;
const flags = { syn: 1, ack: 2, fin: 4, rst: 8 } as const;
const headerLength = 12;
/** The window that each side of a stream begins with. */
const initialWindow = 256 * 1024;

interface Header {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  /** Of data; of a window update what is added, of a ping what comes back. */
  readonly length: number;
}

/** A frame's bytes; `length` is that of the data, where nothing else is said. */
export function frame(header: Omit<Header, "length">, payload: Buffer | number = 0): Buffer {
  const bytes = Buffer.alloc(headerLength);
  bytes.writeUInt8(header.type, 1);
  bytes.writeUInt16BE(header.flags, 2);
  bytes.writeUInt32BE(header.stream, 4);
  bytes.writeUInt32BE(typeof payload === "number" ? payload : payload.length, 8);
  return typeof payload === "number" ? bytes : Buffer.concat([bytes, payload]);
}

/** Accepts the streams that the other side opens, over a connection that `send` writes to. */
export function acceptStreams(send: (frame: Buffer) => void, open: (stream: Stream) => StreamEvents): Multiplexer {
  const streams = new Map<number, OpenStream>();
  let rest: Buffer = Buffer.alloc(0);

  const take = (header: Header, data: Buffer) => {
    if (header.type === types.goAway) return;
    if (header.type === types.ping) {
      if (header.flags & flags.syn) send(frame({ ...header, flags: flags.ack }, header.length));
      return;
    }
    const id = header.stream;
    if (header.flags & flags.syn) {
      streams.set(id, openStream(id, send, open));
      send(frame({ type: types.windowUpdate, flags: flags.ack, stream: id }));
    }
    // One that was reset may still be spoken to.
    const stream = streams.get(id);
    if (header.type === types.windowUpdate) stream?.widen(header.length);
    else if (data.length > 0 && stream !== undefined) {
      send(frame({ type: types.windowUpdate, flags: 0, stream: id }, data.length));
      stream.events.data(data);
    }
    if (header.flags & flags.rst) streams.delete(id);
    if (header.flags & flags.fin) {
      stream?.end();
      streams.delete(id);
    }
  };

  return {
    receive(chunk) {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= headerLength) {
        const header = readHeader(rest);
        const length = header.type === types.data ? header.length : 0;
        if (rest.length < headerLength + length) return;
        const data = rest.subarray(headerLength, headerLength + length);
        rest = rest.subarray(headerLength + length);
        take(header, data);
      }
    },
  };
}

function readHeader(bytes: Buffer): Header {
  const header = {
    type: bytes.readUInt8(1),
    flags: bytes.readUInt16BE(2),
    stream: bytes.readUInt32BE(4),
    length: bytes.readUInt32BE(8),
  };
  if (bytes.readUInt8(0) !== 0) throw noYamux(`version ${bytes.readUInt8(0)}`);
  if (header.type > types.goAway) throw noYamux(`a frame of type ${header.type}`);
  if (header.type === types.data && header.length > initialWindow) throw noYamux(`${header.length} bytes in a frame`);
  return header;
}

interface OpenStream extends Stream {
  readonly events: StreamEvents;
  widen(bytes: number): void;
}

/** Keeps back what the other side has no window for. */
function openStream(id: number, send: (frame: Buffer) => void, open: (stream: Stream) => StreamEvents): OpenStream {
  let window = initialWindow;
  let waiting: Buffer = Buffer.alloc(0);
  let ending = false;
  let ended = false;
  const flush = () => {
    if (ended) return;
    while (waiting.length > 0 && window > 0) {
      const piece = waiting.subarray(0, window);
      waiting = waiting.subarray(piece.length);
      window -= piece.length;
      send(frame({ type: types.data, flags: 0, stream: id }, piece));
    }
    if (!ending || waiting.length > 0) return;
    ended = true;
    send(frame({ type: types.windowUpdate, flags: flags.fin, stream: id }));
  };
  const stream: Stream = {
    write(data) {
      waiting = Buffer.concat([waiting, data]);
      flush();
    },
    end() {
      ending = true;
      flush();
    },
  };
  return {
    ...stream,
    events: open(stream),
    widen(bytes) {
      window += bytes;
      flush();
    },
  };
}

function noYamux(found: string): HarnessFault {
  return new HarnessFault(
    "coder.yamux",
    `The agent's connection is not yamux version 0: it has ${found}.`,
    "Give a coder binary of a released version with --coder-agent.",
  );
}
