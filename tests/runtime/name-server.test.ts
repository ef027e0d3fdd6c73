import { decode, encode } from "dns-packet";
import { expect, test } from "vitest";
import { createNameServer } from "../../harness/runtime/name-server.ts";

function asking(...names: readonly string[]): Buffer {
  const questions = names.map((name) => ({ type: "A" as const, name }));
  return encode({
    type: "query",
    id: 4711,
    questions,
    additionals: [{ type: "OPT", name: ".", udpPayloadSize: 1232 } as never],
  });
}

test("every name is said not to exist, and noted in lower case by whoever watches", () => {
  const server = createNameServer();
  const first = server.watch();
  server.answer(asking("One.example.net"));
  const second = server.watch();

  const reply = decode(server.answer(asking("two.example.net")) ?? Buffer.alloc(0));

  expect(reply).toMatchObject({
    type: "response",
    id: 4711,
    rcode: "NXDOMAIN",
    questions: [{ name: "two.example.net" }],
  });
  expect([...first()]).toEqual(["one.example.net", "two.example.net"]);
  expect([...second()]).toEqual(["two.example.net"]);
});

test("whose name an address has is not noted, nor what comes after a watch", () => {
  const server = createNameServer();
  const seen = server.watch();
  server.answer(asking("1.2.0.192.in-addr.arpa"));

  expect([...seen()]).toEqual([]);
  expect(server.answer(asking("later.example.net"))).toBeDefined();
  expect([...seen()]).toEqual([]);
});

test("what is no question gets no answer", () => {
  const server = createNameServer();
  const looped = Buffer.from("123401000001000000000000c00c00010001", "hex");
  const answer = encode({ type: "response", id: 1, questions: [] });

  const answers = [Buffer.alloc(0), Buffer.from("no DNS"), looped, answer].map((message) => server.answer(message));

  expect(answers).toEqual([undefined, undefined, undefined, undefined]);
});

test("a name that is no text in UTF-8 does no harm", () => {
  const odd = Buffer.concat([
    asking("x").subarray(0, 12),
    Buffer.alloc(1, 63),
    Buffer.alloc(63, 0xff),
    Buffer.from("0000010001", "hex"),
  ]);

  expect(() => createNameServer().answer(odd)).not.toThrow();
});
