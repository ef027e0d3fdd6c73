import { canHaveAgents } from "../state.ts";

/** What of a template is built. */
export interface Reach {
  /** The configured addresses of what is left out: managed, or read. */
  readonly leftOut: readonly string[];
  /** Those of all else. */
  readonly kept: readonly string[];
  /** What a plan of all else is aimed at; empty where nothing is left out. */
  readonly targets: readonly string[];
  /** Those of the agents that something which is left out depends on (rule 5.2). */
  readonly attached: readonly string[];
}

/** Providers whose resources are nothing outside of the state. A workspace's computer is the harness's own. */
const inward = new Set("archive cloudinit coder external http null random template terraform time tls".split(" "));

/** Whether a type is of a provider whose resources are nothing outside of the state. */
export function isInward(type: string): boolean {
  return inward.has(type.split("_", 1)[0] ?? "");
}

const edge = /^\s*"((?:[^"\\]|\\.)*)"(?: -> "((?:[^"\\]|\\.)*)")?/gm;
const node = /^\[root\] ((?:module\.[^. ]+\.)*(data\.)?(([a-z0-9]+)(?:_[^. ]+)?)\.[^. ]+) \(expand\)$/;
const unmanaged = new Set(["var", "local", "output", "module"]);

/**
 * Tells what of a template can be built without acting on anything outside, by the output of `graph -type=plan`: whatever
 * depends on a resource of another provider is left out with it.
 */
export function readReach(dot: string): Reach {
  const needs = new Map<string, string[]>();
  for (const [, from = "", to] of dot.matchAll(edge)) {
    const known = needs.get(from) ?? [];
    needs.set(from, known);
    if (to !== undefined) known.push(to);
  }
  const resources = [...needs.keys()].flatMap((id) => resourceOf(id) ?? []);
  const found = resources.map((resource) => ({ ...resource, needs: resourcesBelow(resource.id, needs) }));
  const leftOut = found.filter((one) => one.needs.some(({ provider }) => !inward.has(provider)));
  const computers = leftOut.filter(({ isManaged, type }) => isManaged && canHaveAgents(type));
  const kept = addresses(found.filter((one) => !leftOut.includes(one)));
  return {
    leftOut: addresses(leftOut),
    kept,
    targets: leftOut.length === 0 ? [] : targetsOf(kept, addresses(leftOut)),
    attached: addresses(computers.flatMap((one) => one.needs.filter(({ type }) => type === "coder_agent"))),
  };
}

/** A resource in a module cannot be aimed at without the keys of the module's instances: whole modules are, where they can be. */
function targetsOf(kept: readonly string[], leftOut: readonly string[]): readonly string[] {
  const partial = new Set(leftOut.map(rootModule));
  return [
    ...new Set(kept.map((address) => (partial.has(rootModule(address)) ? address : (rootModule(address) ?? address)))),
  ];
}

function rootModule(address: string): string | undefined {
  return /^module\.[^.]+/.exec(address)?.[0];
}

interface Found {
  readonly id: string;
  readonly address: string;
  readonly isManaged: boolean;
  readonly type: string;
  readonly provider: string;
}

function resourceOf(id: string): Found | undefined {
  const [, address, data, type = "", provider = ""] = node.exec(id) ?? [];
  if (address === undefined || unmanaged.has(type)) return undefined;
  return { id, address, isManaged: data === undefined, type, provider };
}

function addresses(found: readonly Found[]): readonly string[] {
  return [...new Set(found.map(({ address }) => address))];
}

/** All resources that one depends on by whatever way, itself included. */
function resourcesBelow(start: string, needs: ReadonlyMap<string, readonly string[]>): readonly Found[] {
  const reached = new Set([start]);
  for (const one of reached) for (const next of needs.get(one) ?? []) reached.add(next);
  return [...reached].flatMap((id) => resourceOf(id) ?? []);
}
