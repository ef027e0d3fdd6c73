import { expect, test } from "vitest";
import { errorData, kinds, type Packet, packetReader, writePacket } from "../../../harness/coder/control-plane/drpc.ts";

function packetsIn(...chunks: readonly Buffer[]): readonly Packet[] {
  const packets: Packet[] = [];
  const read = packetReader((packet) => packets.push(packet));
  for (const chunk of chunks) read(chunk);
  return packets;
}

test.each([0, 1, 127, 128, 70_000])("a packet of %d bytes is read as it was written, in any pieces", (length) => {
  const packet = { kind: kinds.message, stream: 300, data: Buffer.alloc(length, "x") };
  const bytes = writePacket(packet, 2);

  expect(packetsIn(bytes)).toEqual([packet]);
  expect(packetsIn(bytes.subarray(0, 3), bytes.subarray(3, 5), bytes.subarray(5))).toEqual([packet]);
});

test("a packet may have several frames, and those of later versions are passed over", () => {
  const first = writePacket({ kind: kinds.message, stream: 1, data: Buffer.from("to") }, 1);
  const last = writePacket({ kind: kinds.message, stream: 1, data: Buffer.from("gether") }, 1);
  const control = writePacket({ kind: 40, stream: 1, data: Buffer.from("new") }, 1);
  first[0] = (first[0] ?? 0) & ~1;
  control[0] = (control[0] ?? 0) | 0x80;

  expect(packetsIn(first, control, last)).toEqual([{ kind: kinds.message, stream: 1, data: Buffer.from("together") }]);
});

test("a packet without an end is refused", () => {
  const endless = writePacket({ kind: kinds.message, stream: 1, data: Buffer.alloc(8 * 2 ** 20) }, 1);

  expect(() => packetsIn(endless.subarray(0, 5 * 2 ** 20))).toThrow("more than 4 MiB");
});

test("an error has its code before its text", () => {
  expect(errorData(12, "no").toString("hex")).toBe("000000000000000c6e6f");
});
