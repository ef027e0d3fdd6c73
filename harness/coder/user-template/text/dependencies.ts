import {
  argumentOf,
  type Declaration,
  keyOf,
  type Part,
  referencesIn,
  type TemplateFolder,
  type TemplateFolders,
} from "./declarations.ts";

/** What each declaration of a template refers to, directly, by key. */
export type Dependencies = ReadonlyMap<string, ReadonlySet<string>>;

/** A call and what the harness gives it in place of the template. */
export interface SettledCall {
  readonly call: string;
  readonly settled: readonly string[];
}

/** What of a call decides whether there is a module at all. */
const meta = ["count", "for_each", "depends_on"];

/** Tells what each declaration of a template refers to, modules of its own included. */
export function dependenciesOf(folders: TemplateFolders, { call, settled }: SettledCall): Dependencies {
  const found = new Map<string, Set<string>>();
  const callsTo = Map.groupBy(allCalls(folders), ({ to }) => to);
  for (const folder of folders.values()) {
    const above = (callsTo.get(folder.path) ?? []).map(({ from, name }) => keyOf(from.path, `module.${name}`));
    for (const one of folder.declarations.values()) {
      const isSubject = folder.path === "." && one.address === `module.${call}`;
      const references = isSubject ? referencesWithout(one.parts, settled) : referencesOf(one, folder);
      const own = references.flatMap((names) => resolved(names, folder, folders));
      found.set(one.key, new Set([...own, ...providerOf(one, folder), ...above]));
    }
  }
  for (const { from, name, to } of allCalls(folders)) addInputs(found, { from, name, to }, folders);
  return found;
}

/** What some declarations depend on by whatever way, themselves included. */
export function below(start: Iterable<string>, dependencies: Dependencies): ReadonlySet<string> {
  const reached = new Set(start);
  for (const one of reached) for (const next of dependencies.get(one) ?? []) reached.add(next);
  return reached;
}

/** What depends on some declarations by whatever way, themselves included. */
export function above(start: Iterable<string>, dependencies: Dependencies): ReadonlySet<string> {
  return below(start, turned(dependencies));
}

/** What refers to each declaration directly. */
export function turned(dependencies: Dependencies): Dependencies {
  const users = new Map<string, Set<string>>();
  for (const [from, to] of dependencies)
    for (const one of to) users.set(one, (users.get(one) ?? new Set<string>()).add(from));
  return users;
}

interface Call {
  readonly from: TemplateFolder;
  readonly name: string;
  readonly to: string;
}

function allCalls(folders: TemplateFolders): readonly Call[] {
  return [...folders.values()].flatMap((from) => [...from.calls].map(([name, to]) => ({ from, name, to })));
}

function referencesOf({ address, parts }: Declaration, { calls }: TemplateFolder): readonly (readonly string[])[] {
  const [, name] = /^module\.(.+)$/.exec(address) ?? [];
  // What a module that is here gets depends on the variable which it gives it to.
  if (name !== undefined && calls.has(name))
    return meta.flatMap((one) => parts.flatMap((part) => argumentOf([part], one)?.references ?? []));
  if (address.startsWith("local."))
    return parts.flatMap((part) => part.arguments.flatMap(({ references }) => references));
  return parts.flatMap(({ block }) => referencesIn(block));
}

function referencesWithout(parts: readonly Part[], settled: readonly string[]): readonly (readonly string[])[] {
  const given = parts.flatMap((part) => part.arguments).filter(({ name }) => !settled.includes(name));
  return given.flatMap(({ references }) => references);
}

/** The keys that a reference leads to; none where it is of a loop, an object or a file in JSON. */
export function resolved(
  [first = "", second = "", third = ""]: readonly string[],
  { path, declarations, calls }: TemplateFolder,
  folders: TemplateFolders,
): readonly string[] {
  const inner = first === "module" ? folders.get(calls.get(second) ?? "") : undefined;
  if (inner !== undefined) {
    const output = inner.declarations.get(`output.${third}`);
    const all = [...inner.declarations.values()].map(({ key }) => key);
    return [keyOf(path, `module.${second}`), ...(output === undefined ? all : [output.key])];
  }
  const address = first === "data" || first === "ephemeral" ? `${first}.${second}.${third}` : `${first}.${second}`;
  const found = declarations.get(address);
  return found === undefined ? [] : [found.key];
}

/** The configuration of a resource's provider, where it is in the same folder. */
function providerOf({ address, parts }: Declaration, { declarations }: TemplateFolder): readonly string[] {
  const name = isResource(address) ? declarations.get(`provider.${providerName(address, parts)}`) : undefined;
  return name === undefined ? [] : [name.key];
}

/** Whether an address is of a resource or of a data source. */
export function isResource(address: string): boolean {
  return !/^(module|local|var|output|provider)\./.test(address);
}

/** The type of a resource or of a data source. */
export function typeOf(address: string): string {
  return address.replace(/^(data|ephemeral)\./, "").split(".", 1)[0] ?? "";
}

/** The name by which a folder knows a resource's provider. */
export function providerName(address: string, parts: readonly Part[]): string {
  const [chosen] = argumentOf(parts, "provider")?.references ?? [];
  return chosen?.[0] ?? typeOf(address).split("_", 1)[0] ?? "";
}

/** A variable of a module is what its calls give it. */
function addInputs(found: Map<string, Set<string>>, { from, name, to }: Call, folders: TemplateFolders): void {
  const { parts = [] } = from.declarations.get(`module.${name}`) ?? {};
  for (const { name: input, references } of parts.flatMap((part) => part.arguments)) {
    const known = found.get(keyOf(to, `var.${input}`));
    for (const names of references) for (const key of resolved(names, from, folders)) known?.add(key);
  }
}
