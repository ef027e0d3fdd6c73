import { expect, test } from "vitest";
import { acceptStreams, frame, type Stream } from "../../../harness/coder/control-plane/yamux.ts";

const [data, windowUpdate, ping, goAway] = [0, 1, 2, 3];
const [syn, ack, fin, rst] = [1, 2, 4, 8];
const window = 256 * 1024;

interface Sent {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly length: number;
}

/** An accepting side, what it has sent, and what its streams have brought. */
function accepting() {
  const sent: Sent[] = [];
  const opened: Stream[] = [];
  const brought: string[] = [];
  const { receive } = acceptStreams(
    (bytes) => {
      const [type = 0, flags = 0] = [bytes[1], bytes.readUInt16BE(2)];
      sent.push({ type, flags, stream: bytes.readUInt32BE(4), length: bytes.readUInt32BE(8) });
    },
    (stream) => {
      opened.push(stream);
      return { data: (chunk) => brought.push(chunk.toString()) };
    },
  );
  return { receive, sent, opened, brought };
}

test("a stream is accepted, whichever frame opens it, and what it brings may be read on", () => {
  const { receive, sent, brought } = accepting();
  receive(frame({ type: windowUpdate, flags: syn, stream: 1 }));
  receive(frame({ type: data, flags: syn, stream: 3 }, Buffer.from("three")));
  receive(frame({ type: data, flags: 0, stream: 1 }, Buffer.from("one")));

  expect(brought).toEqual(["three", "one"]);
  expect(sent).toEqual([
    { type: windowUpdate, flags: ack, stream: 1, length: 0 },
    { type: windowUpdate, flags: ack, stream: 3, length: 0 },
    { type: windowUpdate, flags: 0, stream: 3, length: 5 },
    { type: windowUpdate, flags: 0, stream: 1, length: 3 },
  ]);
});

test("frames may come in any pieces", () => {
  const { receive, brought } = accepting();
  const all = [
    frame({ type: data, flags: syn, stream: 1 }, Buffer.from("a")),
    frame({ type: data, flags: 0, stream: 1 }, Buffer.from("b")),
  ];
  for (const byte of Buffer.concat(all)) receive(Buffer.from([byte]));

  expect(brought).toEqual(["a", "b"]);
});

test("a ping comes back with its number, and the answer to one does not", () => {
  const { receive, sent } = accepting();
  receive(frame({ type: ping, flags: syn, stream: 0 }, 77));
  receive(frame({ type: ping, flags: ack, stream: 0 }, 78));
  receive(frame({ type: goAway, flags: 0, stream: 0 }, 0));

  expect(sent).toEqual([{ type: ping, flags: ack, stream: 0, length: 77 }]);
});

test("no more is sent than the other side has room for, and the rest once it has, the end last", () => {
  const { receive, sent, opened } = accepting();
  receive(frame({ type: windowUpdate, flags: syn, stream: 1 }));
  opened[0]?.write(Buffer.alloc(window + 10));
  opened[0]?.end();
  expect(sent.slice(1)).toEqual([{ type: data, flags: 0, stream: 1, length: window }]);

  receive(frame({ type: windowUpdate, flags: 0, stream: 1 }, 4));
  receive(frame({ type: windowUpdate, flags: 0, stream: 1 }, 100));
  expect(sent.slice(2)).toEqual([
    { type: data, flags: 0, stream: 1, length: 4 },
    { type: data, flags: 0, stream: 1, length: 6 },
    { type: windowUpdate, flags: fin, stream: 1, length: 0 },
  ]);
});

test("a stream that the other side ends or resets is over", () => {
  const { receive, sent, brought } = accepting();
  receive(frame({ type: data, flags: syn | fin, stream: 1 }, Buffer.from("all")));
  receive(frame({ type: windowUpdate, flags: syn, stream: 3 }));
  receive(frame({ type: windowUpdate, flags: rst, stream: 3 }));
  receive(frame({ type: data, flags: 0, stream: 3 }, Buffer.from("late")));

  expect(brought).toEqual(["all"]);
  expect(sent.filter(({ flags }) => flags === fin)).toEqual([{ type: windowUpdate, flags: fin, stream: 1, length: 0 }]);
});

test.each([
  ["another version", Buffer.from([1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0]), "version 1"],
  ["an unknown type", frame({ type: 9, flags: syn, stream: 1 }), "type 9"],
  ["a frame of more than a window", frame({ type: data, flags: syn, stream: 1 }, window + 1), "262145 bytes"],
])("%s is refused", (_, bytes, said) => {
  expect(() => accepting().receive(bytes)).toThrow(said);
});
