import { z } from "zod";
import { parseJsonOrUndefined } from "../text/index.ts";
import type { AskedParameter } from "./types.ts";

/** A resource or data source of a state, in whichever module. */
export interface Resource {
  readonly address: string;
  readonly type: string;
  readonly mode: string;
  readonly values: unknown;
  /** The configured addresses of all that it depends on, by whatever way. */
  readonly depends_on?: readonly string[] | undefined;
}

/** All that is in a state, by module and address. */
export type State = readonly Resource[];

const resource = z.object({
  address: z.string(),
  type: z.string(),
  mode: z.string(),
  values: z.unknown(),
  depends_on: z.array(z.string()).optional(),
});
interface ShownModule {
  readonly resources?: readonly Resource[] | undefined;
  readonly child_modules?: readonly ShownModule[] | undefined;
}
const shownModule: z.ZodType<ShownModule> = z.object({
  resources: z.array(resource).optional(),
  get child_modules(): z.ZodOptional<z.ZodArray<z.ZodType<ShownModule>>> {
    return z.array(shownModule).optional();
  },
});
const shown = z.object({ values: z.object({ root_module: shownModule }).optional() });

/** Reads a state as `terraform show -json` gives it. */
export function readShown(json: string): State {
  const root = shown.parse(JSON.parse(json)).values?.root_module;
  return root === undefined ? [] : flatten(root);
}

const stateFile = z.object({
  version: z.literal(4),
  resources: z.array(
    z.object({
      module: z.string().optional(),
      mode: z.string(),
      type: z.string(),
      name: z.string(),
      instances: z.array(
        z.object({
          index_key: z.union([z.string(), z.number()]).optional(),
          attributes: z.unknown(),
          dependencies: z.array(z.string()).optional(),
        }),
      ),
    }),
  ),
});

/** Reads a state file of Terraform or OpenTofu; `undefined` where it is of another format, or encrypted. */
export function readStateFile(text: string): State | undefined {
  const { data } = stateFile.safeParse(parseJsonOrUndefined(text));
  return data?.resources.flatMap(({ module, mode, type, name, instances }) => {
    const address = [...(module === undefined ? [] : [module]), ...(mode === "data" ? ["data"] : []), type, name];
    return instances.map(({ index_key: key, attributes, dependencies }) => ({
      address: `${address.join(".")}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`,
      type,
      mode,
      values: attributes,
      ...(dependencies !== undefined && { depends_on: dependencies }),
    }));
  });
}

const signedToken = z.looseObject({ token: z.string() });
const isOfAnyModule = ({ address }: Resource) => address.startsWith("module.");

/** The token that the README's custom JWT example has signed, where it was applied with its own provider. */
export function signedTokenOf(state: State): { readonly signedToken?: string } {
  const found = state.find((one) => one.type === "jwt_signed_token" && !isOfAnyModule(one));
  return found === undefined ? {} : { signedToken: signedToken.parse(found.values).token };
}

/** The addresses of what modules have in the state, or one of the root's modules has, data sources included. */
export function moduleResources(state: State, module?: string): readonly string[] {
  const addresses = state.filter(isOfAnyModule).map(({ address }) => address);
  return module === undefined ? addresses : addresses.filter((address) => isOfModule(address, module));
}

/** Whether an address is of what one of the root's modules declares, in whichever of its instances. */
export function isOfModule(address: string, module: string): boolean {
  return configuredAddress(address).startsWith(`module.${module}.`);
}

const parameter = z.looseObject({ name: z.string(), optional: z.boolean().nullish() });

/** What a template has asked for by `coder_parameter`. */
export function parametersOf(state: State): readonly AskedParameter[] {
  return state
    .filter(({ mode, type }) => mode === "data" && type === "coder_parameter")
    .map(({ values }) => parameter.parse(values))
    .map(({ name, optional }) => ({ name, isRequired: optional !== true }));
}

/** Whether Coder attaches agents to managed resources of a type: of its own kinds to external agents alone (rule 5.2). */
export function canHaveAgents(type: string): boolean {
  return !type.startsWith("coder_") || type === "coder_external_agent";
}

/** All that Terraform manages in a state, in every module. */
export function managedResources(state: State): State {
  return state.filter(({ mode }) => mode === "managed");
}

/** An address as the configuration has it: without the keys of `count` and `for_each`. */
export function configuredAddress(address: string): string {
  return address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "");
}

function flatten(module: ShownModule): State {
  return [...(module.resources ?? []), ...(module.child_modules ?? []).flatMap(flatten)];
}
