import { argumentOf, placeOf, type TemplateFolder } from "./declarations.ts";
import { localsOf } from "./places.ts";

/** What decides whether a call is there. */
interface Deciders {
  /** The argument with its place; `undefined` where the call has neither `count` nor `for_each`. */
  readonly argument: { readonly name: string; readonly place: string } | undefined;
  /** The call's own place. */
  readonly place: string;
  /** What it is made of, with places. */
  readonly by: readonly string[];
  /** It looks at the workspace's transition. */
  readonly followsTransition: boolean;
}

/** Follows the `count` of a call in a template's root through local values to what they are made of. */
export function decidersOf(root: TemplateFolder | undefined, call: string): Deciders {
  const parts = root?.declarations.get(`module.${call}`)?.parts ?? [];
  const found = argumentOf(parts, "count") ?? argumentOf(parts, "for_each");
  const part = parts.find((one) => found !== undefined && one.arguments.includes(found)) ?? parts[0];
  if (part === undefined) return { argument: undefined, place: "", by: [], followsTransition: false };
  const place = placeOf(part, part);
  if (found === undefined) return { argument: undefined, place, by: [], followsTransition: false };
  const locals = [...localsOf(found, root)];
  const all = [found, ...locals.flatMap((one) => one.parts.flatMap((local) => local.arguments))];
  const references = all.flatMap((one) => one.references);
  const declared = references.flatMap(([first, second = "", third = ""]) => {
    const address = first === "data" ? `data.${second}.${third}` : `${first}.${second}`;
    return second === "coder_workspace" ? [] : (root?.declarations.get(address) ?? []);
  });
  return {
    argument: { name: found.name, place: placeOf(part, found) },
    place,
    by: [...new Set(declared)].map(({ address, parts: [one] }) => `${address}${one ? ` (${placeOf(one, one)})` : ""}`),
    followsTransition: references.some(
      ([first, second, , attribute = ""]) =>
        first === "data" && second === "coder_workspace" && ["start_count", "transition"].includes(attribute),
    ),
  };
}

/** Why a stop leaves what a module has made, in words. */
export function whyItStays(call: string, { argument, place, by }: Deciders): string {
  const what = `a stop leaves what module.${call} of the template created`;
  if (argument === undefined) return `${what}: it has no count (${place})`;
  const still = argument.name === "count" ? "is not 0" : "is not empty";
  const decided = by.length === 0 ? "" : `, which ${by.join(" and ")} ${by.length === 1 ? "decides" : "decide"},`;
  return `${what}: its ${argument.name} (${argument.place})${decided} ${still} then`;
}
