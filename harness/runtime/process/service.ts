import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CannotRunHere } from "../../errors/index.ts";
import { collectLines, createBell, runProcess } from "../launch/index.ts";
import { runMarker } from "../marker.ts";
import type { Service, ServiceSpec } from "../types.ts";
import { reachable, withoutNamespaces } from "./kernel/index.ts";
import type { Means } from "./namespaces/index.ts";
import { giveToSandbox } from "./sandbox-user.ts";
import { programs, servicePaths, serviceView } from "./view/index.ts";

export interface ServicePlace {
  readonly runId: string;
  /** A folder of the service's own. */
  readonly folder: string;
  readonly means: Means;
  readonly enter: readonly string[];
  readonly hostsFile: string;
  readonly address: string;
}

/** Starts a server program in the namespace, with a file system that it can read and a folder that it can write. */
export async function startService(spec: ServiceSpec, place: ServicePlace): Promise<Service> {
  const fill = (text: string) =>
    text.replaceAll("{folder}", servicePaths.folder).replaceAll("{address}", place.address);
  await mkdir(place.folder, { recursive: true });
  for (const [name, content] of Object.entries(spec.files)) {
    await writeFile(join(place.folder, name), fill(content), { mode: 0o600 });
  }
  await giveToSandbox(place.folder);
  const { before, view } = reachable(serviceView(spec, place.folder, place.hostsFile));
  if (spec.needsInterface) await addInterface(place);
  const argv = [servicePaths.program, ...spec.args.map(fill)];
  const program = spec.asPerson
    ? place.means.layered(view, withoutNamespaces(argv, "person"))
    : place.means.sandbox(view, argv);
  const [command = "", ...args] = [...before, ...place.enter, ...program];
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    detached: true,
    env: {
      HOME: servicePaths.folder,
      PATH: "/usr/bin:/bin",
      ...filledIn(spec.environment, fill),
      ...runMarker(place.runId),
    },
  });
  return serviceOf(child, spec, place);
}

/** A veth pair with both ends in this network, and an address for documentation (RFC 5737). Some kernels have no dummy interface. */
const pair = `
ip=$0
"$ip" link show outward > /dev/null 2>&1 && exit
"$ip" link add outward type veth peer name inward && "$ip" address add 192.0.2.1/32 dev outward &&
  "$ip" link set inward up && "$ip" link set outward up
`;

async function addInterface({ enter }: ServicePlace): Promise<void> {
  const { text } = await runProcess([...enter, "/bin/sh", "-c", pair, programs.ip], { environment: {} });
  if (text.exitCode === 0) return;
  throw new CannotRunHere(
    "runtime.interface",
    `A network of the run's own got no interface beside loopback's: ${text.output.trim()}.`,
    "Install the package iproute2, and load the kernel's module veth; or use --coder imitated.",
  );
}

function filledIn(environment: ServiceSpec["environment"], fill: (text: string) => string): ServiceSpec["environment"] {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, fill(value)]));
}

function serviceOf(child: ChildProcess, spec: ServiceSpec, place: ServicePlace): Service {
  const bell = createBell();
  const output = child.stdout ? collectLines(child.stdout, bell.ring).lines : [];
  const errors = child.stderr ? collectLines(child.stderr, bell.ring).lines : [];
  child.once("exit", bell.ring);
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  return {
    endpoint: { url: `http://${spec.hostname}:${spec.port}`, socketPath: join(place.folder, "api.sock") },
    output,
    errors,
    running: () => !ended(),
    changed: bell.next,
    async [Symbol.asyncDispose]() {
      if (ended()) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}
