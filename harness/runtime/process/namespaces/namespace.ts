import { type ChildProcess, spawn } from "node:child_process";
import { Socket as DatagramSocket } from "node:dgram";
import { once } from "node:events";
import { Server } from "node:net";
import { fileURLToPath } from "node:url";
import { HarnessFault } from "../../../errors/index.ts";
import { runMarker } from "../../marker.ts";
import { sandboxUser } from "../sandbox-user.ts";
import { programs } from "../view/index.ts";
import type { Means } from "./types.ts";

/** A network namespace of the run's own, with sockets at port 443 of some of its addresses, and one for names. */
export interface Namespace extends AsyncDisposable {
  /** What to put before a command so that it runs in the namespace, as its root. */
  readonly enter: readonly string[];
  /** Address to the server that listens at its port 443; connections are accepted here. */
  readonly https: ReadonlyMap<string, Server>;
  /** Receives the datagrams for port 53 of {@link nameServer}. */
  readonly names: DatagramSocket;
}

/** The address of the name server that machines use. */
export const nameServer = "127.0.2.1";

/** One for each server that can be published. */
const addresses: readonly string[] = Array.from({ length: 10 }, (_, at) => `127.0.1.${at + 1}`);

const listenerProgram = fileURLToPath(new URL(`./listener${import.meta.url.slice(-3)}`, import.meta.url));

/**
 * Makes a user and network namespace that lives as long as this process holds its standard input.
 *
 * @throws HarnessFault `runtime.namespace` when the kernel refuses it
 */
export async function openNamespace(runId: string, means: Means): Promise<Namespace> {
  const [command = "", ...args] = sandboxUser() === undefined ? listening(means) : listeningForRoot(means);
  const holder = spawn(command, args, { stdio: ["pipe", "ignore", "pipe", "ipc"], env: runMarker(runId) });
  const { keeper, https, names } = await receiveServers(holder);
  return {
    enter: [programs.nsenter, ...enterAsIs(), "--user", "--net", "--target", String(keeper), "--"],
    https,
    names,
    async [Symbol.asyncDispose]() {
      for (const socket of [names, ...https.values()]) socket.close();
      holder.stdin?.end();
      if (holder.exitCode === null && holder.signalCode === null) await once(holder, "exit");
    },
  };
}

const listener: readonly string[] = [process.execPath, listenerProgram];

/** Servers of the network are no root of it. */
const ports = "echo 53 > /proc/sys/net/ipv4/ip_unprivileged_port_start";

/** The shell keeps the namespace once the listener has handed its sockets over and gone. */
function listening(means: Means): readonly string[] {
  const script = `${ports} && "$0" "$1" $$ "\${@:2}" && exec cat > /dev/null`;
  return means.network(["/bin/bash", "-pc", script, ...listener, nameServer, ...addresses]);
}

/** Who keeps root's namespace is not root, and may not be able to read the harness: root itself listens in it. */
function listeningForRoot(means: Means): readonly string[] {
  const keeper = means.network(["/bin/sh", "-c", `${ports} && echo $$ && exec cat > /dev/null`]);
  const script = `
PATH=/usr/sbin:/usr/bin:/sbin:/bin
count=$1
exec 5<&0 4< <(exec "\${@:2:count}" 3<&-)
read -r -u 4 keeper || exit
shift $((count + 1))
${programs.nsenter} --net --target "$keeper" -- "$1" "$2" "$keeper" "\${@:3}" && exec cat > /dev/null <&5
`;
  return [
    "/bin/bash",
    "-pc",
    script,
    "listen",
    String(keeper.length),
    ...keeper,
    ...listener,
    nameServer,
    ...addresses,
  ];
}

/** How `nsenter` is told to give up nothing, as only root has to: it becomes root of what it enters, and no more. */
export function enterAsIs(): readonly string[] {
  return sandboxUser() === undefined ? ["--preserve-credentials"] : [];
}

interface Received {
  /** The process whose namespaces they are. */
  readonly keeper: number;
  readonly https: ReadonlyMap<string, Server>;
  readonly names: DatagramSocket;
}

async function receiveServers(holder: ChildProcess): Promise<Received> {
  let complaint = "";
  holder.stderr?.on("data", (chunk) => {
    complaint += chunk;
  });
  const https = new Map<string, Server>();
  let keeper = 0;
  let names: DatagramSocket | undefined;
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
    holder.on("message", (message, handle) => {
      if (handle instanceof Server) https.set(String(message), handle);
      else if (handle instanceof DatagramSocket) names = handle;
      else keeper = Number(message);
      if (names !== undefined && https.size === addresses.length) resolve({ keeper, https, names });
    });
  });
}
