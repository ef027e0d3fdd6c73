import { z } from "zod";
import type { Manifest, Script } from "./types.ts";

/** A module of a state, the root included. */
export interface StateModule {
  readonly resources?:
    | readonly { readonly address: string; readonly type: string; readonly mode: string; readonly values: unknown }[]
    | undefined;
  readonly child_modules?: readonly StateModule[] | undefined;
}

const resource = z.object({ address: z.string(), type: z.string(), mode: z.string(), values: z.unknown() });
const stateModule: z.ZodType<StateModule> = z.object({
  resources: z.array(resource).optional(),
  get child_modules(): z.ZodOptional<z.ZodArray<z.ZodType<StateModule>>> {
    return z.array(stateModule).optional();
  },
});
const state = z.object({ values: z.object({ root_module: stateModule }).optional() });

const agent = z.looseObject({
  id: z.string(),
  token: z.string(),
  dir: z.string().nullish(),
  env: z.record(z.string(), z.string()).nullish(),
});
const script = z.looseObject({
  id: z.string(),
  agent_id: z.string(),
  display_name: z.string(),
  script: z.string(),
  run_on_start: z.boolean().nullish(),
  start_blocks_login: z.boolean().nullish(),
  timeout: z.number().nullish(),
  log_path: z.string().nullish(),
});
const variable = z.looseObject({ agent_id: z.string(), name: z.string(), value: z.string().nullish() });

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

/** Reads the agent's manifest out of a state, as coderd does (rules 5.1, 5.3, 5.4, 5.6). */
export function manifestOf(root: StateModule | undefined): Manifest | undefined {
  const managed = root === undefined ? [] : flatten(root).filter((found) => found.mode === "managed");
  const ofType = (type: string) =>
    managed.filter((found) => found.type === type).sort((a, b) => (a.address < b.address ? -1 : 1));
  const found = ofType("coder_agent")[0];
  if (found === undefined) return undefined;
  const values = agent.parse(found.values);
  const scripts = ofType("coder_script")
    .map((one) => script.parse(one.values))
    .filter((one) => one.agent_id === values.id);
  const variables = ofType("coder_env")
    .map((one) => variable.parse(one.values))
    .filter((one) => one.agent_id === values.id);
  return {
    agentName: found.address.split(".").at(-1) ?? "main",
    agentId: values.id,
    agentToken: values.token,
    directory: values.dir ?? "",
    scripts: scripts.map(toScript),
    environment: { ...Object.fromEntries(variables.map((one) => [one.name, one.value ?? ""])), ...values.env },
  };
}

/** The addresses of what modules have in the state, data sources included. */
export function moduleResources(root: StateModule | undefined): readonly string[] {
  return (root?.child_modules ?? []).flatMap(flatten).map(({ address }) => address);
}

function flatten(module: StateModule): NonNullable<StateModule["resources"]>[number][] {
  return [...(module.resources ?? []), ...(module.child_modules ?? []).flatMap(flatten)];
}

function toScript(values: z.infer<typeof script>): Script {
  return {
    id: values.id,
    displayName: values.display_name,
    text: values.script,
    runOnStart: values.run_on_start ?? false,
    startBlocksLogin: values.start_blocks_login ?? false,
    timeout: values.timeout ?? 0,
    logPath: values.log_path ?? "",
  };
}
