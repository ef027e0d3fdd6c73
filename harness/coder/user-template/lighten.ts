import type { TerraformTool } from "../terraform/index.ts";
import { layOutModules, type ModuleSources, namesOf } from "./modules.ts";
import { lacksModules } from "./problems.ts";
import {
  type Declaration,
  isElsewhere,
  isResource,
  leftOutOf,
  neededProviders,
  placeOf,
  prefixesOf,
  providerName,
  providersOfSubject,
  readFolder,
  readTemplate,
  type SettledCall,
  sourceOf,
  strip,
  type TemplateFolders,
} from "./text/index.ts";

/** What is left of a template, and what is not. */
export interface Lightened {
  readonly folders: TemplateFolders;
  /** The addresses of resources and data sources that are left out. */
  readonly leftOut: readonly string[];
  /** Calls of modules that are left out, with their sources. */
  readonly calls: readonly string[];
  /** The addresses of agents that something which is left out depends on. */
  readonly attached: readonly string[];
  /** What needs each provider, with places, by the provider's name. */
  readonly users: ReadonlyMap<string, readonly string[]>;
}

/**
 * Takes out of a template's copy what is not made, so that neither its providers nor its modules need be here.
 *
 * @throws CannotRunHere `template.module` for a module that the subject's inputs depend on
 */
export async function lighten(
  tool: TerraformTool,
  root: string,
  { call, settled, subjectFolder, ...sources }: SettledCall & ModuleSources & { readonly subjectFolder: string },
): Promise<Lightened> {
  await layOutModules(tool, root, { ...sources, call });
  const folders = await readTemplate(root, call);
  const { removed, lacking, agents } = leftOutOf(folders, { call, settled });
  if (lacking.length > 0) throw lacksModules(lacking.map(describe), call);
  const subject = await readFolder(root, subjectFolder);
  const own = folders.get(".")?.declarations.get(`module.${call}`)?.parts ?? [];
  const isRemoved = (key: string) => removed.has(key);
  await strip(root, folders, {
    removed,
    providers: neededProviders(folders, isRemoved, providersOfSubject(subject, own)),
  });
  const all = [...folders.values()].flatMap(({ declarations }) => [...declarations.values()]);
  const gone = all.filter(({ key }) => removed.has(key));
  const kept = all.filter(({ key }) => !removed.has(key));
  return {
    folders,
    leftOut: addressesOf(
      gone.filter(({ address }) => isResource(address)),
      folders,
    ),
    calls: gone.filter(isElsewhere).map(({ address, parts }) => `${address} (${sourceOf(parts)})`),
    attached: addressesOf(
      all.filter(({ key }) => agents.includes(key)),
      folders,
    ),
    users: usersOf(kept.filter(({ address }) => isResource(address))),
  };
}

/** The addresses of declarations, by every way to their folders. */
function addressesOf(found: readonly Declaration[], folders: TemplateFolders): readonly string[] {
  const ways = prefixesOf(folders);
  const addresses = found.flatMap(({ folder, address }) =>
    (ways.get(folder) ?? []).map(({ prefix }) => prefix + address),
  );
  return [...new Set(addresses)].sort();
}

function usersOf(kept: readonly Declaration[]): ReadonlyMap<string, readonly string[]> {
  const users = Map.groupBy(kept, ({ address, parts }) => providerName(address, parts));
  return new Map([...users].map(([name, all]) => [name, all.map(described)]));
}

function described({ address, parts: [part] }: Declaration): string {
  return part === undefined ? address : `${address} (${placeOf(part, part)})`;
}

function describe(call: Declaration) {
  return { what: described(call), source: sourceOf(call.parts) ?? "", names: namesOf(call) };
}
