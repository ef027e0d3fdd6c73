import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Server } from "node:net";
import { fileURLToPath } from "node:url";
import { HarnessFault } from "../../errors/index.ts";
import { runMarker } from "../marker.ts";
import { programs } from "./programs.ts";

/** A network namespace of the run's own, with the listening socket of its port 443. */
export interface Namespace extends AsyncDisposable {
  /** What to put before a command so that it runs in the namespace, as its root. */
  readonly enter: readonly string[];
  /** Listens at 127.0.0.1:443 there; connections are accepted here. */
  readonly https: Server;
}

const listenerProgram = fileURLToPath(new URL(`./listener${import.meta.url.slice(-3)}`, import.meta.url));

/**
 * Makes a user and network namespace that lives as long as this process holds its standard input.
 *
 * @throws HarnessFault `runtime.namespace` when the kernel refuses it
 */
export async function openNamespace(runId: string): Promise<Namespace> {
  // The shell keeps the namespace once the listener has handed its socket over and gone.
  const script = 'ip link set lo up && "$0" "$1" && exec cat >/dev/null';
  const holder = spawn(
    programs.unshare,
    ["--user", "--map-root-user", "--net", "sh", "-c", script, process.execPath, listenerProgram],
    { stdio: ["pipe", "ignore", "pipe", "ipc"], env: { PATH: process.env.PATH, ...runMarker(runId) } },
  );
  const https = await receiveServer(holder);
  return {
    enter: [programs.nsenter, "--preserve-credentials", "--user", "--net", "--target", String(holder.pid), "--"],
    https,
    async [Symbol.asyncDispose]() {
      https.close();
      holder.stdin?.end();
      if (holder.exitCode === null && holder.signalCode === null) await once(holder, "exit");
    },
  };
}

async function receiveServer(holder: ChildProcess): Promise<Server> {
  let complaint = "";
  holder.stderr?.on("data", (chunk) => {
    complaint += chunk;
  });
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
    holder.once("message", (_message, handle) => {
      if (handle instanceof Server) resolve(handle);
      else refuse();
    });
  });
}
