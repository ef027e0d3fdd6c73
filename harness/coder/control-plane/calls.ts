import { errorData, kinds, packetReader, writePacket } from "./drpc.ts";
import { isFarewell } from "./messages.ts";
import type { Stream, StreamEvents } from "./yamux.ts";

/** Answers a call by its method's name and its request; `undefined` for a method that is not known. */
export type Answering = (method: string, request: Buffer) => Buffer | undefined;

/** The status by which Coder's agent knows that a server lacks a method. */
const unimplemented = 12;

/** Serves the one call that the agent makes on a stream. Those of its network stay open, and nothing is said there. */
export function serveCall(stream: Stream, answer: Answering): StreamEvents {
  let path = "";
  let sent = 0;
  const reply = (id: number, kind: number, data: Buffer = Buffer.alloc(0)) => {
    sent += 1;
    stream.write(writePacket({ kind, stream: id, data }, sent));
  };
  const read = packetReader(({ kind, stream: id, data }) => {
    if (kind === kinds.invoke) path = data.toString();
    if (kind !== kinds.message) return;
    const [, service = "", method = ""] = path.split("/");
    if (!service.endsWith(".Agent")) {
      // The agent waits for it when it stops.
      if (method === "Coordinate" && isFarewell(data)) reply(id, kinds.closeSend);
      return;
    }
    const response = answer(method, data);
    if (response === undefined) return reply(id, kinds.error, errorData(unimplemented, `no method ${method}`));
    reply(id, kinds.message, response);
    reply(id, kinds.closeSend);
  });
  return { data: read };
}
