import { BroadcastChannel } from "node:worker_threads";

/** Resolves when two callers, in workers of their own, are here at the same time. */
export async function meet(): Promise<void> {
  const channel = new BroadcastChannel("meeting");
  await new Promise((resolve) => {
    channel.onmessage = resolve;
    channel.postMessage("here");
  });
  // The other has come after the first greeting.
  channel.postMessage("here");
  channel.close();
}
