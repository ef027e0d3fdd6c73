import { argumentOf, type Part, type TemplateFolder, type TemplateFolders } from "./declarations.ts";
import { isResource, providerName } from "./dependencies.ts";

/** The names by which each folder knows the providers that what stays of it needs; by folder. */
export type NeededProviders = ReadonlyMap<string, ReadonlySet<string>>;

/** Tells which providers are needed by what stays of a template; the subject needs its own in the root. */
export function neededProviders(
  folders: TemplateFolders,
  isRemoved: (key: string) => boolean,
  ofSubject: Iterable<string>,
): NeededProviders {
  const needed = new Map<string, Set<string>>();
  const visit = (folder: TemplateFolder): ReadonlySet<string> => {
    const known = needed.get(folder.path);
    if (known !== undefined) return known;
    const own = new Set(["coder", ...(folder.path === "." ? ofSubject : [])]);
    needed.set(folder.path, own);
    for (const { key, address, parts } of folder.declarations.values())
      if (isResource(address) && !isRemoved(key)) own.add(providerName(address, parts));
    for (const [name, path] of folder.calls) {
      const call = folder.declarations.get(`module.${name}`);
      const inner = folders.get(path);
      if (call === undefined || inner === undefined || isRemoved(call.key)) continue;
      const given = argumentOf(call.parts, "providers");
      for (const one of visit(inner)) own.add(outerName(one, given?.entries ?? []));
    }
    return own;
  };
  for (const folder of folders.values()) visit(folder);
  return needed;
}

/** The names by which the root knows the providers that the subject needs. */
export function providersOfSubject(subject: TemplateFolder, call: readonly Part[]): readonly string[] {
  const resources = [...subject.declarations.values()].filter(({ address }) => isResource(address));
  const blocks = subject.others.flatMap(({ block }) => block.blocks);
  const required = blocks.filter(({ type }) => type === "required_providers").flatMap((block) => block.arguments);
  const inner = [
    ...resources.map(({ address, parts }) => providerName(address, parts)),
    ...required.map(({ name }) => name),
  ];
  return inner.map((name) => outerName(name, argumentOf(call, "providers")?.entries ?? []));
}

/** The name that a folder has for a provider which a module that it calls knows by another. */
function outerName(inner: string, given: readonly { readonly key: string; readonly value: string }[]): string {
  const entry = given.find(({ key }) => baseName(key) === inner);
  return entry === undefined ? inner : baseName(entry.value);
}

/** The name of a provider without that of one of its configurations. */
export function baseName(provider: string): string {
  return provider.split(".", 1)[0] ?? "";
}
