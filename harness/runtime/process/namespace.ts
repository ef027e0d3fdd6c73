import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Server } from "node:net";
import { fileURLToPath } from "node:url";
import { HarnessFault } from "../../errors/index.ts";
import { runMarker } from "../marker.ts";
import { programs } from "./programs.ts";

/** A network namespace of the run's own, with listening sockets at port 443 of some of its addresses. */
export interface Namespace extends AsyncDisposable {
  /** What to put before a command so that it runs in the namespace, as its root. */
  readonly enter: readonly string[];
  /** Address to the server that listens at its port 443; connections are accepted here. */
  readonly https: ReadonlyMap<string, Server>;
}

/** One for each server that can be published. */
const addresses = ["127.0.1.1", "127.0.1.2", "127.0.1.3", "127.0.1.4"];

const listenerProgram = fileURLToPath(new URL(`./listener${import.meta.url.slice(-3)}`, import.meta.url));

/**
 * Makes a user and network namespace that lives as long as this process holds its standard input.
 *
 * @throws HarnessFault `runtime.namespace` when the kernel refuses it
 */
export async function openNamespace(runId: string): Promise<Namespace> {
  // The shell keeps the namespace once the listener has handed its socket over and gone.
  const script = 'ip link set lo up && "$0" "$@" && exec cat >/dev/null';
  const holder = spawn(
    programs.unshare,
    ["--user", "--map-root-user", "--net", "sh", "-c", script, process.execPath, listenerProgram, ...addresses],
    { stdio: ["pipe", "ignore", "pipe", "ipc"], env: { PATH: process.env.PATH, ...runMarker(runId) } },
  );
  const https = await receiveServers(holder);
  return {
    enter: [programs.nsenter, "--preserve-credentials", "--user", "--net", "--target", String(holder.pid), "--"],
    https,
    async [Symbol.asyncDispose]() {
      for (const server of https.values()) server.close();
      holder.stdin?.end();
      if (holder.exitCode === null && holder.signalCode === null) await once(holder, "exit");
    },
  };
}

async function receiveServers(holder: ChildProcess): Promise<ReadonlyMap<string, Server>> {
  let complaint = "";
  holder.stderr?.on("data", (chunk) => {
    complaint += chunk;
  });
  const servers = new Map<string, Server>();
  return await new Promise((resolve, reject) => {
    const refuse = (cause?: unknown) =>
      reject(
        new HarnessFault(
          "runtime.namespace",
          `A network namespace of the run's own could not be made: ${complaint.trim() || "the kernel refused it"}.`,
          "Run `doctor`, which says what to change, or use --runtime docker.",
          {},
          cause,
        ),
      );
    holder.once("error", refuse);
    holder.once("exit", () => refuse());
    holder.on("message", (address, handle) => {
      if (handle instanceof Server) servers.set(String(address), handle);
      if (servers.size === addresses.length) resolve(servers);
    });
  });
}
