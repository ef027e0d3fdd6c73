import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Isolation, RuntimeKind } from "../../model/index.ts";
import { bounds } from "../bounds.ts";
import { type Confinement, countsProcesses, openConfinement } from "../confinement/index.ts";
import { promises } from "../process/kernel/index.ts";
import { chooseMeans } from "../process/namespaces/index.ts";

/** What a run's isolation depends on besides its runtime. */
interface IsolationFacts {
  /** Of a run whose folder stays. */
  readonly keep?: boolean;
  /** What the run's Docker daemon does not bound, such as `the memory`. */
  readonly unbounded?: readonly string[];
  /** Default: what its Terraform would have, found by trying. */
  readonly confinement?: Confinement;
}

/** The isolation that a run on a runtime has on this machine. */
export async function isolationOf(
  runtime: RuntimeKind,
  { keep = false, unbounded = [], confinement }: IsolationFacts = {},
): Promise<Isolation> {
  const workspaces = runtime === "docker" ? "docker" : (await chooseMeans()).name;
  const confined = confinement ?? (await tryConfinements());
  const own = runtime === "docker" ? daemonGaps(unbounded) : notHere(keep);
  const notEnforced = [...own, ...gapsOf(confined)];
  return { workspaces, terraform: confined.kind, ...(notEnforced.length > 0 && { notEnforced }) };
}

/** What a Docker daemon does not limit: what it says itself, and the disk, which none does. */
export const notLimited = (unbounded: readonly string[]): readonly string[] => [...unbounded, "the disk"];

const daemonGaps = (unbounded: readonly string[]): readonly string[] => [
  ...notLimited(unbounded).map((what) => `The daemon does not limit ${what} of workspaces.`),
  "The daemon's own filter of system calls applies to workspaces: it may allow AF_VSOCK, and tracing within one.",
];

let tried: Promise<Confinement> | undefined;

/** The confinement that a run's Terraform would have on this machine, found by trying, once. */
export async function tryConfinements(): Promise<Confinement> {
  tried ??= tryOnce();
  return await tried;
}

async function tryOnce(): Promise<Confinement> {
  const folder = await mkdtemp(join(tmpdir(), "vault-jwt-conformance-try-"));
  try {
    await using opened = await openConfinement({ id: "000000000000", folder });
    return opened.confinement;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a confinement does not enforce, a sentence each. */
export function gapsOf(confinement: Confinement): readonly string[] {
  if (confinement.kind === "unsandboxed")
    return [`Terraform runs without a sandbox: the module's code can do what you can (${confinement.reason}).`];
  return [
    ...(confinement.network
      ? ["Terraform has this machine's network for plans and applies (--terraform-network)."]
      : []),
    ...(confinement.kind === "container" || confinement.isLocked
      ? []
      : ["Programs that Terraform starts can create user namespaces."]),
    ...(confinement.kind === "container" || countsProcesses()
      ? []
      : ["The number of processes that Terraform starts is not limited before Linux 5.14."]),
  ];
}

function notHere(keep: boolean): readonly string[] {
  const broken = promises().filter(({ holds }) => !holds);
  return [
    ...broken.map(({ what, detail }) => `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${detail}.`),
    ...(keep
      ? [`With --keep, workspaces write to this machine's disk, not to ${bounds.disk / 1024 ** 3} GiB of memory.`]
      : []),
  ];
}
