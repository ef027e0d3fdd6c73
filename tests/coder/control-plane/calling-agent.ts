import { once } from "node:events";
import { Agent } from "node:https";
import WebSocket from "ws";
import { z } from "zod";
import { kinds, type Packet, packetReader, writePacket } from "../../../harness/coder/control-plane/drpc.ts";
import type { createControlPlane } from "../../../harness/coder/control-plane/index.ts";
import { frame } from "../../../harness/coder/control-plane/yamux.ts";

type ControlPlane = Awaited<ReturnType<typeof createControlPlane>>;

/** An agent that makes the calls of a test, over a connection as Coder's own has it. */
export interface CallingAgent extends Disposable {
  /** The answer's packets, once the other side says that there are no more, or there was an error. */
  call(path: string, request?: Buffer): Promise<readonly Packet[]>;
}

/** The address of a control plane that is let listen on this machine. */
async function listening({ server }: ControlPlane): Promise<string> {
  if (!server.listening) await once(server.listen(0, "127.0.0.1"), "listening");
  return `127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`;
}

/** Dials a control plane that listens on this machine; throws what it answers where it refuses. */
export async function dial(plane: ControlPlane, token: string, version = "2.7"): Promise<CallingAgent> {
  const url = `wss://${await listening(plane)}/api/v2/workspaceagents/me/rpc?version=${version}`;
  const headers = { cookie: `coder_session_token=${token}` };
  const agent = new Agent({ ca: plane.certificate, servername: "coder.example.com" });
  const socket = new WebSocket(url, { agent, headers });
  await once(socket, "open");
  const readers = new Map<number, (chunk: Buffer) => void>();
  let rest: Buffer = Buffer.alloc(0);
  socket.on("message", (data: Buffer) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= 12) {
      const [type, stream] = [rest.readUInt8(1), rest.readUInt32BE(4)];
      const end = 12 + (type === 0 ? rest.readUInt32BE(8) : 0);
      if (rest.length < end) return;
      if (type === 0) readers.get(stream)?.(rest.subarray(12, end));
      rest = rest.subarray(end);
    }
  });
  let next = 1;
  return {
    async call(path, request = Buffer.alloc(0)) {
      const stream = next;
      next += 2;
      const packets: Packet[] = [];
      const ended = Promise.withResolvers<readonly Packet[]>();
      const read = packetReader((packet) => {
        packets.push(packet);
        if ([kinds.error, kinds.closeSend].some((kind) => kind === packet.kind)) ended.resolve(packets);
      });
      readers.set(stream, read);
      const sent = [
        writePacket({ kind: kinds.invoke, stream: 1, data: Buffer.from(path) }, 1),
        writePacket({ kind: kinds.message, stream: 1, data: request }, 2),
        writePacket({ kind: kinds.closeSend, stream: 1, data: Buffer.alloc(0) }, 3),
      ];
      socket.send(frame({ type: 0, flags: 1, stream }, Buffer.concat(sent)));
      return await ended.promise;
    },
    [Symbol.dispose]: () => socket.terminate(),
  };
}
