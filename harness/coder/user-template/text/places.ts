import type { Argument } from "../../../hcl/index.ts";
import { argumentOf, type Declaration, placeOf, type TemplateFolder, type TemplateFolders } from "./declarations.ts";
import { isResource, typeOf } from "./dependencies.ts";

/** The file and the line of declarations and of their arguments, by address. */
export type Places = Readonly<Record<string, string>>;

/** What of Coder's an agent is told. */
const told = ["coder_agent", "coder_env", "coder_script", "coder_script_order"];

/** Tells where what may decide a scenario stands in a template. */
export function placesOf(folders: TemplateFolders): Places {
  const places: Record<string, string> = {};
  for (const [path, prefixes] of prefixesOf(folders)) {
    const folder = folders.get(path);
    for (const one of folder?.declarations.values() ?? [])
      for (const { prefix, at } of prefixes)
        for (const [name, place] of placesIn(one, folder)) places[`${prefix}${one.address}${name}`] = at ?? place;
  }
  return places;
}

interface Prefix {
  readonly prefix: string;
  /** Where the call stands, for a module that is not the template's own: its users do not know that module's files. */
  readonly at?: string | undefined;
}

/** The ways to each folder by calls of modules. */
export function prefixesOf(folders: TemplateFolders): ReadonlyMap<string, readonly Prefix[]> {
  const found = new Map<string, Prefix[]>();
  const visit = (path: string, own: Prefix, seen: readonly string[]) => {
    found.set(path, [...(found.get(path) ?? []), own]);
    for (const [name, to] of folders.get(path)?.calls ?? []) {
      const [part] = folders.get(path)?.declarations.get(`module.${name}`)?.parts ?? [];
      const at = own.at ?? (to.startsWith(".harness/") && part !== undefined ? placeOf(part, part) : undefined);
      if (!seen.includes(to)) visit(to, { prefix: `${own.prefix}module.${name}.`, at }, [...seen, to]);
    }
  };
  visit(".", { prefix: "" }, ["."]);
  return found;
}

function placesIn({ address, parts }: Declaration, folder: TemplateFolder | undefined): readonly [string, string][] {
  const isAgents = isResource(address) && told.includes(typeOf(address));
  if (!isAgents && !address.startsWith("module.")) return [];
  const own = parts.map((part): [string, string] => ["", placeOf(part, part)]).slice(0, 1);
  const given = parts.flatMap((part) =>
    part.arguments.map((one): [string, string] => [`.${one.name}`, placeOf(part, one)]),
  );
  return [...own, ...given, ...entriesOf({ address, parts }, folder)];
}

/** The entries of an agent's `env`, also of one that local values make. */
function entriesOf(
  { address, parts }: Pick<Declaration, "address" | "parts">,
  folder: TemplateFolder | undefined,
): readonly [string, string][] {
  const argument = argumentOf(parts, "env");
  if (typeOf(address) !== "coder_agent" || argument === undefined) return [];
  const part = parts.find((one) => one.arguments.includes(argument));
  const local = [...localsOf(argument, folder)].flatMap((one) => one.parts);
  const sources = [
    ...local.flatMap((one) => one.arguments.map((given) => ({ part: one, given }))),
    { part, given: argument },
  ];
  return sources.flatMap(({ part: where, given }) =>
    where === undefined ? [] : given.entries.map((one): [string, string] => [`.env.${one.key}`, placeOf(where, one)]),
  );
}

/** The local values that an expression is made of, in the order in which they refer to each other. */
export function localsOf(argument: Argument, folder: TemplateFolder | undefined): ReadonlySet<Declaration> {
  const found = new Set<Declaration>();
  const visit = ({ references }: Argument) => {
    for (const [first, second = ""] of references) {
      const one = first === "local" ? folder?.declarations.get(`local.${second}`) : undefined;
      if (one === undefined || found.has(one)) continue;
      found.add(one);
      for (const part of one.parts) part.arguments.forEach(visit);
    }
  };
  visit(argument);
  return found;
}
