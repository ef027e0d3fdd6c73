import { configuredAddress } from "./state.ts";
import { mergeVariables } from "./templates/index.ts";
import type { TemplatePart } from "./types.ts";

/** What an agent is told by resources of its template, as a state has it. */
export interface Told {
  /** The agent's own. */
  readonly address: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly startupScript: string;
  readonly variables: readonly (Parameters<typeof mergeVariables>[0][number] & { readonly address: string })[];
  readonly scripts: readonly { readonly address: string }[];
}

/** The variables and scripts that a template gives an agent beside the subject, with the places of its text. */
export function templateParts(
  told: Told,
  isOfSubject: (address: string) => boolean,
  places: Readonly<Record<string, string>>,
): readonly TemplatePart[] {
  const agent = configuredAddress(told.address);
  const own = (address: string) => (isOfSubject(address) ? [] : [configuredAddress(address)]);
  const variables = [
    ...Object.keys(told.environment).map((name) => ({ name, address: `${agent}.env.${name}` })),
    ...told.variables.flatMap(({ name, address }) => own(address).map((part) => ({ name, address: part }))),
  ];
  const ofSubject = new Set(told.variables.filter((one) => isOfSubject(one.address)).map(({ name }) => name));
  const whole = environmentOf(told);
  const scripts = [
    ...(told.startupScript === "" ? [] : [`${agent}.startup_script`]),
    ...told.scripts.flatMap(({ address }) => own(address)),
  ];
  const parts = [
    ...variables.map(({ name, address }) => {
      const overrides = ofSubject.has(name) && environmentOf(without(told, [address]))[name] !== whole[name];
      return { address, overrides, isScript: false };
    }),
    ...scripts.map((address) => ({ address, overrides: false, isScript: true })),
  ];
  return parts.map((part) => ({ ...part, ...placeIn(places, part.address) }));
}

/** Where a part stands, or the argument that makes it. */
function placeIn(places: Readonly<Record<string, string>>, address: string): Pick<TemplatePart, "place"> {
  const place = places[address] ?? places[address.replace(/(?<=\.env)\.[^.]*$/, "")];
  return place === undefined ? {} : { place };
}

/** What an agent is told where parts of its template are left away. */
export function without<T extends Told>(told: T, addresses: readonly string[]): T {
  const agent = configuredAddress(told.address);
  const isGone = (address: string) => addresses.includes(address);
  const isThere = ({ address }: { readonly address: string }) => !isGone(configuredAddress(address));
  const environment = Object.entries(told.environment).filter(([name]) => !isGone(`${agent}.env.${name}`));
  return {
    ...told,
    environment: Object.fromEntries(environment),
    startupScript: isGone(`${agent}.startup_script`) ? "" : told.startupScript,
    variables: told.variables.filter(isThere),
    scripts: told.scripts.filter(isThere),
  };
}

function environmentOf({ variables, environment }: Told): Readonly<Record<string, string>> {
  const merged = mergeVariables(variables);
  return { ...("problem" in merged ? {} : merged.variables), ...environment };
}
