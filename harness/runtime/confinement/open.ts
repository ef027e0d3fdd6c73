import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { RunScope } from "../types.ts";
import { confine } from "./confine.ts";
import { type Holder, openHolder } from "./holder.ts";
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
  /** In the order in which they are tried; default: all that the harness knows. */
  readonly kinds?: readonly ConfinedKind[];
}

export type ConfinedKind = Exclude<Confinement["kind"], "unsandboxed">;

/** In the order in which they are preferred. */
export const confinedKinds: readonly ConfinedKind[] = ["bubblewrap", "unshare"];

/** Opens the confinement of a run's Terraform by what works here; where nothing does, it says why. */
export async function openConfinement(
  run: RunScope,
  { network = false, offline = false, kinds = confinedKinds }: ConfinementOptions = {},
): Promise<OpenConfinement> {
  await using opened = new AsyncDisposableStack();
  const etc = join(run.folder, "terraform-etc");
  await mkdir(etc, { recursive: true });
  const holder = await openHolder(run.id).catch(reasonOf);
  if (typeof holder === "string") return unsandboxed(etc, holder);
  opened.use(holder);
  await layOutSettings(etc, holder.owner);
  const reasons: string[] = [];
  for (const kind of kinds) {
    const confinement = { kind, etc, network, offline, ...factsOf(holder) };
    const complaint = await tryConfinement(confinement);
    if (complaint === undefined) {
      const all = opened.move();
      return { confinement, [Symbol.asyncDispose]: () => all.disposeAsync() };
    }
    reasons.push(`${kind}: ${complaint}`);
  }
  return unsandboxed(etc, reasons.join("; "));
}

function factsOf({ pid, owner, isLocked }: Holder): { holder: number; isLocked: boolean; owner?: number } {
  return { holder: pid, isLocked, ...(owner !== undefined && { owner }) };
}

function unsandboxed(home: string, reason: string): OpenConfinement {
  return { confinement: { kind: "unsandboxed", home, reason }, [Symbol.asyncDispose]: async () => {} };
}

function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.replace(/\.$/, "");
}

/** Runs a program that does nothing; gives what was said where that does not work. */
async function tryConfinement(confinement: Confinement): Promise<string | undefined> {
  const probe = { argv: ["/bin/true"], folder: "/usr", writes: false, network: false, reads: [] };
  const [command = "", ...args] = confine(confinement, probe);
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"], env: {} });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  child.once("error", (error) => resolve(reasonOf(error)));
  child.once("close", (code) => resolve(code === 0 ? undefined : said.trim().split("\n")[0] || `exit status ${code}`));
  return await promise;
}
