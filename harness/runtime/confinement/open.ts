import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ownMarker } from "../marker.ts";
import type { RunScope } from "../types.ts";
import { confine, newCommandName } from "./confine.ts";
import { type Daemon, openContainers } from "./container.ts";
import { type Holder, insider, openHolder } from "./holder.ts";
import { layOutSettings } from "./settings.ts";
import type { Confinement } from "./types.ts";

/** What a run's Terraform is confined by, until it is closed. */
export interface OpenConfinement extends AsyncDisposable {
  readonly confinement: Confinement;
}

export interface ConfinementOptions {
  /** Plans and applies have the network of this machine; default: they have none. */
  readonly network?: boolean;
  /** Nothing is fetched; default: `terraform init` fetches. */
  readonly offline?: boolean;
  /** The daemon whose containers are tried; default: none are. */
  readonly docker?: Daemon | undefined;
  /** In the order in which they are tried; default: all that the harness knows. */
  readonly kinds?: readonly ConfinedKind[];
}

export type ConfinedKind = Exclude<Confinement["kind"], "unsandboxed">;

/** In the order in which they are preferred. */
export const confinedKinds: readonly ConfinedKind[] = ["bubblewrap", "unshare", "container"];

/** Opens the confinement of a run's Terraform by what works here; where nothing does, it says why. */
export async function openConfinement(
  run: RunScope,
  { network = false, offline = false, docker, kinds = confinedKinds }: ConfinementOptions = {},
): Promise<OpenConfinement> {
  await using opened = new AsyncDisposableStack();
  const etc = join(run.folder, "terraform-etc");
  await mkdir(etc, { recursive: true });
  const reasons: string[] = [];
  const holder = await openHolder(run.id).catch(reasonOf);
  if (typeof holder === "string") reasons.push(holder);
  else opened.use(holder);
  for (const kind of kinds) {
    const tried = await sandboxOf(kind, { run, holder, docker, common: { etc, network, offline } }).catch(reasonOf);
    if (typeof tried === "object") {
      const all = opened.move();
      return { confinement: tried, [Symbol.asyncDispose]: () => all.disposeAsync() };
    }
    if (tried !== undefined) reasons.push(`${kind}: ${tried}`);
  }
  return unsandboxed(etc, reasons.join("; "));
}

type Sandbox = Exclude<Confinement, { readonly kind: "unsandboxed" }>;

interface Means {
  readonly run: RunScope;
  readonly holder: Holder | string;
  readonly docker: Daemon | undefined;
  readonly common: Pick<Sandbox, "etc" | "network" | "offline">;
}

/**
 * A kind of sandbox that works; `undefined` where there is nothing to try it with.
 *
 * @throws Error why it does not work
 */
async function sandboxOf(kind: ConfinedKind, means: Means): Promise<Sandbox | undefined> {
  const sandbox = kind === "container" ? await container(means) : onHolder(kind, means);
  if (sandbox === undefined) return undefined;
  await layOutSettings(sandbox.etc, sandbox.kind === "container" ? sandbox.owner : insider(sandbox.owner));
  await tryConfinement(sandbox);
  return sandbox;
}

async function container({ run, docker, common }: Means): Promise<Sandbox | undefined> {
  return docker && { kind: "container", ...common, ...(await openContainers(run, docker)) };
}

function onHolder(kind: "bubblewrap" | "unshare", { holder, common }: Means): Sandbox | undefined {
  if (typeof holder === "string") return undefined;
  const { pid, owner, isLocked } = holder;
  return { kind, ...common, holder: pid, isLocked, ...(owner !== undefined && { owner }) };
}

function unsandboxed(home: string, reason: string): OpenConfinement {
  return { confinement: { kind: "unsandboxed", home, reason }, [Symbol.asyncDispose]: async () => {} };
}

function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.replace(/\.$/, "");
}

/**
 * Runs a program that does nothing.
 *
 * @throws Error what was said where that does not work
 */
async function tryConfinement(confinement: Sandbox): Promise<void> {
  const probe = {
    argv: ["/bin/true"],
    folder: confinement.etc,
    name: newCommandName(),
    writes: false,
    network: false,
    reads: [],
    variables: [],
  };
  const [command = "", ...args] = confine(confinement, probe);
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"], env: ownMarker() });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(said.trim().split("\n")[0] || `exit status ${code}`);
}
