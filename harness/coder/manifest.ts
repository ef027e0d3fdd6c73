import { randomUUID } from "node:crypto";
import { z } from "zod";
import { canHaveAgents, configuredAddress, isOfModule, managedResources, type Resource, type State } from "./state.ts";
import { templateParts, without } from "./template-parts.ts";
import type { UserTemplate } from "./templates/index.ts";
import { mergeVariables } from "./templates/index.ts";
import type { Manifest, Script, TemplatePart, WorkspaceIdentity } from "./types.ts";

/** What Coder makes of a state. */
export interface Manifests {
  readonly manifests: readonly Manifest[];
  readonly manifest: Manifest | undefined;
  /** What a user's template itself gives that agent. */
  readonly ofTemplate: readonly TemplatePart[];
  readonly leftOut: readonly string[];
}

const agent = z.looseObject({
  id: z.string(),
  token: z.string(),
  dir: z.string().nullish(),
  env: z.record(z.string(), z.string()).nullish(),
  startup_script: z.string().nullish(),
  startup_script_behavior: z.string().nullish(),
  shutdown_script: z.string().nullish(),
});
const script = z.looseObject({
  agent_id: z.string(),
  display_name: z.string(),
  script: z.string(),
  run_on_start: z.boolean().nullish(),
  run_on_stop: z.boolean().nullish(),
  start_blocks_login: z.boolean().nullish(),
  cron: z.string().nullish(),
  timeout: z.number().nullish(),
  log_path: z.string().nullish(),
});
const variable = z.looseObject({
  agent_id: z.string(),
  name: z.string(),
  value: z.string().nullish(),
  merge_strategy: z.string().nullish(),
});

/** What is of one kind in a state, by address (rule 5.3). */
interface Found<T> {
  readonly address: string;
  readonly values: T;
}

interface Problem {
  readonly problem: string;
}

type Workspace = Pick<WorkspaceIdentity, "id" | "name" | "accessUrl"> & { readonly ownerName: string };
type User = Pick<UserTemplate, "call" | "attached" | "without" | "places">;

/** Reads the manifest of each agent out of a state, as coderd does (rules 5.1–5.10); a build may fail for it. */
export function readManifests(state: State, workspace: Workspace, user?: User): Manifests | Problem {
  const managed = managedResources(state);
  const all = {
    agents: ofType(managed, "coder_agent", agent),
    scripts: ofType(managed, "coder_script", script),
    variables: ofType(managed, "coder_env", variable),
  };
  const problem = nameProblem(all.agents.map(({ address }) => nameOf(address)));
  if (problem !== undefined) return { problem };
  const isAttachedBy = (address: string) => user?.attached.includes(configuredAddress(address)) ?? false;
  const attached = all.agents.filter(({ address }) => isAttached(address, managed) || isAttachedBy(address));
  const told = attached.map((one) => {
    const isOwn = ({ values }: Found<{ agent_id: string }>) => values.agent_id === one.values.id;
    const own = { scripts: all.scripts.filter(isOwn), variables: all.variables.filter(isOwn) };
    return tell(one, own, { ...workspace, user });
  });
  const refused = told.find((one) => "problem" in one);
  if (refused !== undefined) return refused;
  const good = told.filter((one) => "manifest" in one);
  const entered = good.find(({ hasSubject }) => hasSubject) ?? (user === undefined ? good[0] : undefined);
  return {
    manifests: good.map(({ manifest }) => manifest),
    manifest: entered?.manifest,
    ofTemplate: entered?.ofTemplate ?? [],
    leftOut: leftOut(all, attached),
  };
}

interface Own {
  readonly scripts: readonly Found<z.infer<typeof script>>[];
  readonly variables: readonly Found<z.infer<typeof variable>>[];
}

interface ToldAgent {
  readonly manifest: Manifest;
  readonly hasSubject: boolean;
  readonly ofTemplate: readonly TemplatePart[];
}

/** What one agent is told, and whether any of it comes from a module. */
function tell(
  { address, values }: Found<z.infer<typeof agent>>,
  own: Own,
  { user, ...workspace }: Workspace & { readonly user: User | undefined },
): ToldAgent | Problem {
  const call = user?.call;
  const isOfSubject = (one: string) => (call === undefined ? one.startsWith("module.") : isOfModule(one, call));
  const whole = {
    address,
    environment: values.env ?? {},
    startupScript: values.startup_script ?? "",
    variables: own.variables.map((one) => ({ ...one.values, address: one.address })),
    scripts: own.scripts.map((one) => ({ ...one.values, address: one.address })),
  };
  const told = without(whole, user?.without ?? []);
  const merged = mergeVariables(told.variables);
  if ("problem" in merged) return merged;
  const ofAgent = { ...values, startup_script: told.startupScript };
  const manifest = {
    ownerName: workspace.ownerName,
    workspaceId: workspace.id,
    workspaceName: workspace.name,
    accessUrl: workspace.accessUrl,
    agentName: nameOf(address),
    agentId: values.id,
    agentToken: values.token,
    directory: values.dir ?? "",
    scripts: [
      ...scriptsOfAgent(ofAgent).map((one) => ({ ...one, isOfSubject: call === undefined })),
      ...told.scripts.map((one) => ({ ...toScript(one), isOfSubject: call === undefined || isOfSubject(one.address) })),
    ],
    environment: { ...merged.variables, ...told.environment },
  };
  return {
    manifest,
    hasSubject: [...told.scripts, ...told.variables].some((one) => isOfSubject(one.address)),
    ofTemplate: user === undefined ? [] : templateParts(told, isOfSubject, user.places),
  };
}

function leftOut(
  { agents, scripts, variables }: Own & { readonly agents: readonly Found<z.infer<typeof agent>>[] },
  attached: readonly Found<z.infer<typeof agent>>[],
): readonly string[] {
  const isLost = ({ values }: Found<{ agent_id: string }>) =>
    attached.every((one) => one.values.id !== values.agent_id);
  return [
    ...agents.filter((one) => !attached.includes(one)).map(({ address }) => `${address}: nothing depends on it`),
    ...[...scripts, ...variables]
      .filter(isLost)
      .map(({ address }) => `${address}: its agent_id is that of no agent that is attached`),
  ];
}

function ofType<T>(managed: readonly Resource[], type: string, schema: z.ZodType<T>): readonly Found<T>[] {
  return managed
    .filter((found) => found.type === type)
    .map(({ address, values }) => ({ address, values: schema.parse(values) }))
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

function nameOf(address: string): string {
  return configuredAddress(address).split(".").at(-1) ?? "";
}

/** Names are part of host names (rule 5.10). */
function nameProblem(names: readonly string[]): string | undefined {
  const underscored = names.find((name) => name.includes("_"));
  if (underscored !== undefined) return `agent name "${underscored}" contains underscores`;
  const twin = names.find((name, at) => names.findIndex((one) => one.toLowerCase() === name.toLowerCase()) < at);
  return twin && `duplicate agent name "${twin}": names are unique in a workspace, in any case of letters`;
}

/** Coder keeps an agent only for a resource that depends on it and that can have one (rule 5.2). */
function isAttached(address: string, managed: readonly Resource[]): boolean {
  const configured = configuredAddress(address);
  return managed.some(({ type, depends_on }) => canHaveAgents(type) && depends_on?.includes(configured));
}

/** The agent's own scripts, which come before all others (rule 5.8). */
function scriptsOfAgent({ id, ...values }: z.infer<typeof agent>): ScriptAsGiven[] {
  const own = [
    {
      script: values.startup_script ?? "",
      display_name: "Startup Script",
      log_path: "coder-startup-script.log",
      run_on_start: true,
      start_blocks_login: values.startup_script_behavior === "blocking",
    },
    {
      script: values.shutdown_script ?? "",
      display_name: "Shutdown Script",
      log_path: "coder-shutdown-script.log",
      run_on_stop: true,
    },
  ];
  return own.filter(({ script: text }) => text !== "").map((one) => toScript({ agent_id: id, ...one }));
}

type ScriptAsGiven = Omit<Script, "isOfSubject">;

function toScript(values: z.infer<typeof script>): ScriptAsGiven {
  return {
    logSource: randomUUID(),
    displayName: values.display_name,
    text: values.script,
    runOnStart: values.run_on_start ?? false,
    runOnStop: values.run_on_stop ?? false,
    startBlocksLogin: values.start_blocks_login ?? false,
    cron: values.cron ?? "",
    timeout: values.timeout ?? 0,
    logPath: values.log_path ?? "",
  };
}
