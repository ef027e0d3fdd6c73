import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { HarnessFault } from "../../errors/index.ts";
import type { AgentKind } from "../../model/index.ts";
import { agents } from "../agents.ts";
import { createNameServer } from "../name-server.ts";
import type { Network, RunScope, Runtime } from "../types.ts";
import { createHosts } from "./hosts.ts";
import { layOutTools } from "./lay-out-tools.ts";
import { startMachine } from "./machine.ts";
import { chooseMeans, type Means, openNamespace } from "./namespaces/index.ts";
import { startService } from "./service.ts";
import { busyboxCommands, placeOf } from "./view/index.ts";

/**
 * Servers and workspaces as processes of this machine, in a network namespace of the run's own, isolated by the given
 * means or the one that is chosen for this machine.
 */
export function processRuntime(run: RunScope, means?: Means): Runtime {
  return {
    kind: "process",
    async network() {
      // Short: the path of a socket is limited.
      const folder = join(run.folder, `net-${crypto.randomUUID().slice(0, 8)}`);
      return await openNetwork(run, means ?? (await chooseMeans()), folder);
    },
  };
}

async function openNetwork(run: RunScope, means: Means, folder: string): Promise<Network> {
  await mkdir(folder, { recursive: true });
  const owned = new AsyncDisposableStack();
  const [hosts, namespace, tools] = await Promise.all([
    createHosts(folder),
    openNamespace(run.id, means),
    layOutTools(join(folder, "tools")),
  ]);
  owned.use(namespace);
  const nameServer = createNameServer();
  namespace.names.on("message", (message, { address, port }) => {
    const reply = nameServer.answer(message);
    // Whoever has asked may have gone.
    if (reply !== undefined) namespace.names.send(reply, port, address, () => {});
  });
  const free = namespace.https.entries();
  let started = 0;
  const place = (kind: string) => {
    started += 1;
    return {
      runId: run.id,
      keep: run.keep ?? false,
      folder: join(folder, `${kind}-${started}`),
      means,
      enter: namespace.enter,
      hostsFile: hosts.path,
      tools,
    };
  };
  return {
    async publish(...servers) {
      for (const { server, names } of servers) {
        const [address, socket] = free.next().value ?? exhausted();
        socket.on("connection", (connection) => server.emit("connection", connection));
        for (const name of names) await hosts.add(name, address);
      }
    },
    async service(spec) {
      const address = await hosts.add(spec.hostname);
      return owned.use(await startService(spec, { ...place("service"), address }));
    },
    async machine(spec) {
      return owned.use(await startMachine(spec, place("machine")));
    },
    // Machines see the hosts file itself.
    ownFiles: ["/etc/hosts"],
    watchNames: nameServer.watch,
    offers,
    brings: async (program) => placeOf(program) !== undefined,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function offers(program: string, kind: AgentKind): Promise<boolean> {
  const { without, isBusybox, programs } = agents[kind];
  if (without.includes(program)) return false;
  if (isBusybox && !programs.includes(program)) return (await busyboxCommands()).includes(program);
  // Its stand-in needs nothing of this machine.
  return program === "sudo" || placeOf(program) !== undefined;
}

function exhausted(): never {
  throw new HarnessFault(
    "runtime.names",
    "A network has no address left to publish another server at.",
    "Report this as a defect of the harness.",
  );
}
