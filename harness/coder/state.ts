import { z } from "zod";
import type { AskedParameter } from "./types.ts";

/** A resource or data source of a state. */
export interface Resource {
  readonly address: string;
  readonly type: string;
  readonly mode: string;
  readonly values: unknown;
  /** The configured addresses of all that it depends on, by whatever way. */
  readonly depends_on?: readonly string[] | undefined;
}

/** A module of a state, the root included. */
export interface StateModule {
  readonly resources?: readonly Resource[] | undefined;
  readonly child_modules?: readonly StateModule[] | undefined;
}

const resource = z.object({
  address: z.string(),
  type: z.string(),
  mode: z.string(),
  values: z.unknown(),
  depends_on: z.array(z.string()).optional(),
});
const stateModule: z.ZodType<StateModule> = z.object({
  resources: z.array(resource).optional(),
  get child_modules(): z.ZodOptional<z.ZodArray<z.ZodType<StateModule>>> {
    return z.array(stateModule).optional();
  },
});
const state = z.object({ values: z.object({ root_module: stateModule }).optional() });

const signedToken = z.looseObject({ token: z.string() });

/** Reads the root module out of `terraform show -json`; `undefined` where nothing is in the state. */
export function readState(showJson: string): StateModule | undefined {
  return state.parse(JSON.parse(showJson)).values?.root_module;
}

/** The token that the README's custom JWT example has signed, where it was applied with its own provider. */
export function signedTokenOf(root: StateModule | undefined): { readonly signedToken?: string } {
  const found = root?.resources?.find(({ type }) => type === "jwt_signed_token");
  return found === undefined ? {} : { signedToken: signedToken.parse(found.values).token };
}

/** The addresses of what modules have in the state, or one of the root's modules has, data sources included. */
export function moduleResources(root: StateModule | undefined, module?: string): readonly string[] {
  const addresses = (root?.child_modules ?? []).flatMap(flatten).map(({ address }) => address);
  return module === undefined ? addresses : addresses.filter((address) => isOfModule(address, module));
}

/** Whether an address is of what one of the root's modules declares, in whichever of its instances. */
export function isOfModule(address: string, module: string): boolean {
  return configuredAddress(address).startsWith(`module.${module}.`);
}

const parameter = z.looseObject({ name: z.string(), optional: z.boolean().nullish() });

/** What a template has asked for by `coder_parameter`. */
export function parametersOf(root: StateModule | undefined): readonly AskedParameter[] {
  return (root === undefined ? [] : flatten(root))
    .filter(({ mode, type }) => mode === "data" && type === "coder_parameter")
    .map(({ values }) => parameter.parse(values))
    .map(({ name, optional }) => ({ name, isRequired: optional !== true }));
}

/** All that Terraform manages in a state, in every module. */
export function managedResources(root: StateModule | undefined): readonly Resource[] {
  return root === undefined ? [] : flatten(root).filter(({ mode }) => mode === "managed");
}

/** An address as the configuration has it: without the keys of `count` and `for_each`. */
export function configuredAddress(address: string): string {
  return address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "");
}

function flatten(module: StateModule): readonly Resource[] {
  return [...(module.resources ?? []), ...(module.child_modules ?? []).flatMap(flatten)];
}
