import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ownMarker } from "../marker.ts";
import type { RunScope } from "../types.ts";
import { confine } from "./confine.ts";
import { openContainers } from "./container.ts";
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
  /** The socket of a Docker daemon on this machine, for containers; default: there are none. */
  readonly socket?: string | undefined;
  /** In the order in which they are tried; default: all that the harness knows. */
  readonly kinds?: readonly ConfinedKind[];
}

export type ConfinedKind = Exclude<Confinement["kind"], "unsandboxed">;

/** In the order in which they are preferred. */
export const confinedKinds: readonly ConfinedKind[] = ["bubblewrap", "unshare", "container"];

/** Opens the confinement of a run's Terraform by what works here; where nothing does, it says why. */
export async function openConfinement(
  run: RunScope,
  { network = false, offline = false, socket, kinds = confinedKinds }: ConfinementOptions = {},
): Promise<OpenConfinement> {
  await using opened = new AsyncDisposableStack();
  const etc = join(run.folder, "terraform-etc");
  await mkdir(etc, { recursive: true });
  const reasons: string[] = [];
  const holder = await openHolder(run.id).catch(reasonOf);
  if (typeof holder === "string") reasons.push(holder);
  else opened.use(holder);
  for (const kind of kinds) {
    const facts = await factsOf(kind, { run, holder, socket }).catch(reasonOf);
    if (facts === undefined) continue;
    const confinement = typeof facts === "string" ? undefined : { etc, network, offline, ...facts };
    if (confinement !== undefined) await layOutSettings(etc, userOf(confinement));
    const complaint = confinement === undefined ? String(facts) : await tryConfinement(confinement);
    if (confinement !== undefined && complaint === undefined) {
      const all = opened.move();
      return { confinement, [Symbol.asyncDispose]: () => all.disposeAsync() };
    }
    reasons.push(`${kind}: ${complaint}`);
  }
  return unsandboxed(etc, reasons.join("; "));
}

interface Means {
  readonly run: RunScope;
  readonly holder: Holder | string;
  readonly socket: string | undefined;
}

/** What a kind of sandbox takes; `undefined` where there is nothing to try it with. */
async function factsOf(kind: ConfinedKind, { run, holder, socket }: Means) {
  if (kind === "container") return socket === undefined ? undefined : { kind, ...(await openContainers(run, socket)) };
  if (typeof holder === "string") return undefined;
  const { pid, owner, isLocked } = holder;
  return { kind, holder: pid, isLocked, ...(owner !== undefined && { owner }) };
}

/** The id that Terraform has in its sandbox. */
function userOf(confinement: Sandbox): number {
  return confinement.kind === "container" ? confinement.owner : insider(confinement.owner);
}

type Sandbox = Exclude<Confinement, { readonly kind: "unsandboxed" }>;

function unsandboxed(home: string, reason: string): OpenConfinement {
  return { confinement: { kind: "unsandboxed", home, reason }, [Symbol.asyncDispose]: async () => {} };
}

function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.replace(/\.$/, "");
}

/** Runs a program that does nothing; gives what was said where that does not work. */
async function tryConfinement(confinement: Sandbox): Promise<string | undefined> {
  const none = { writes: false, network: false, reads: [], variables: [] };
  const probe = {
    argv: ["/bin/true"],
    folder: confinement.etc,
    name: `vault-jwt-conformance-${crypto.randomUUID()}`,
    ...none,
  };
  const [command = "", ...args] = confine(confinement, probe);
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"], env: ownMarker() });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  child.once("error", (error) => resolve(reasonOf(error)));
  child.once("close", (code) => resolve(code === 0 ? undefined : said.trim().split("\n")[0] || `exit status ${code}`));
  return await promise;
}
