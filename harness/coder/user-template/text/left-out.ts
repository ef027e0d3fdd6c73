import { canHaveAgents } from "../../state.ts";
import { isInward } from "../graph.ts";
import { type Declaration, isLocal, keyOf, sourceOf, type TemplateFolders } from "./declarations.ts";
import {
  above,
  below,
  type Dependencies,
  dependenciesOf,
  isResource,
  type SettledCall,
  turned,
  typeOf,
} from "./dependencies.ts";

/** What of a template is taken out before Terraform sees it. */
export interface LeftOut {
  readonly removed: ReadonlySet<string>;
  /** What the subject's inputs depend on, the agent included. */
  readonly needed: ReadonlySet<string>;
  /** Calls of modules that are not here and that the subject's inputs depend on. */
  readonly lacking: readonly Declaration[];
  /** The agents that something which is removed depends on (rule 5.2), by key. */
  readonly agents: readonly string[];
}

/**
 * Tells what of a template is left out: what another provider makes, calls of modules that are not here, whatever depends on
 * these, and what nothing but these uses. What the subject's inputs depend on stays.
 */
export function leftOutOf(folders: TemplateFolders, subject: SettledCall): LeftOut {
  const dependencies = dependenciesOf(folders, subject);
  const all = [...folders.values()].flatMap(({ declarations }) => [...declarations.values()]);
  const subjectKey = keyOf(".", `module.${subject.call}`);
  const elsewhere = all.filter((one) => one.key !== subjectKey && isElsewhere(one));
  const outside = all.filter(({ address }) => isResource(address) && !isInward(typeOf(address)));
  const inJson = [...folders.values()].flatMap(({ declarations, json }) =>
    [...declarations.values()].filter(({ address }) => json.includes(address)).map(({ key }) => key),
  );
  const needed = below([subjectKey, ...inJson], dependencies);
  const tainted = above(
    [...outside, ...elsewhere].map(({ key }) => key),
    dependencies,
  );
  const removed = new Set([...tainted].filter((key) => !needed.has(key)));
  addUnused(removed, all, { needed, dependencies });
  const computers = all.filter(
    ({ key, address }) => removed.has(key) && isManaged(address) && canHaveAgents(typeOf(address)),
  );
  const reached = below(
    computers.map(({ key }) => key),
    dependencies,
  );
  const agents = all.filter(({ key, address }) => reached.has(key) && typeOf(address) === "coder_agent");
  return {
    removed,
    needed,
    lacking: elsewhere.filter(({ key }) => needed.has(key)),
    agents: agents.map(({ key }) => key),
  };
}

/** Whether a call leads to a module that is not in the template's folder. */
export function isElsewhere({ address, parts }: Declaration): boolean {
  const source = sourceOf(parts);
  return address.startsWith("module.") && source !== undefined && !isLocal(source);
}

function isManaged(address: string): boolean {
  return isResource(address) && !/^(data|ephemeral)\./.test(address);
}

/** Coder's own are always made, and so is what needs no provider. */
const builtIn = /^(coder|terraform)_/;

/** Takes out what nothing uses any more but what is taken out: its provider need not be here either. */
function addUnused(
  removed: Set<string>,
  all: readonly Declaration[],
  { needed, dependencies }: { readonly needed: ReadonlySet<string>; readonly dependencies: Dependencies },
): void {
  const users = turned(dependencies);
  const candidates = all.filter(({ key, address }) => {
    const isOwn = isResource(address) && !builtIn.test(typeOf(address));
    return !needed.has(key) && (isOwn || /^(local|provider)\./.test(address));
  });
  for (let before = -1; before < removed.size; ) {
    before = removed.size;
    for (const { key } of candidates) {
      const own = [...(users.get(key) ?? [])];
      if (own.length > 0 && own.every((user) => removed.has(user))) removed.add(key);
    }
  }
}
