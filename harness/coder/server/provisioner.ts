import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { HarnessFault } from "../../errors/index.ts";
import { writeOver } from "../../runtime/confinement/index.ts";
import { limits, poll } from "../../waiting/index.ts";
import { probeScript } from "../control-plane/probe.ts";
import { layOut, layOutInputs, type Template } from "../lay-out.ts";
import { readManifests } from "../manifest.ts";
import { nothingThere, type Provisioner } from "../provisioner.ts";
import { moduleResources, parametersOf, readStateFile, type State, signedTokenOf } from "../state.ts";
import { checkTexts, type Inputs } from "../templates/index.ts";
import type { TerraformTool } from "../terraform/index.ts";
import type { Build, Manifest, Owner, Script } from "../types.ts";
import type { Api } from "./api.ts";
import type { People, Signed } from "./people.ts";
import {
  briefly,
  type EndedJob,
  endOf,
  type Job,
  job,
  type KnownVersion,
  type LogLine,
  logOf,
  pushVersion,
  type Variables,
  type Version,
} from "./templates.ts";

/** What builds at a Coder server need. */
export interface Builder {
  readonly api: Api;
  readonly organization: string;
  readonly people: People;
  /** Runs something while nobody else signs in and no other build takes the token of its owner. */
  readonly alone: <T>(run: () => Promise<T>) => Promise<T>;
  /** Told of each agent that a build has made, by the token that it shows. */
  readonly onAgent: (agent: BuiltAgent) => void;
}

/** An agent of a build, as Coder knows it. */
export interface BuiltAgent {
  readonly id: string;
  readonly token: string;
  readonly build: string;
  /** `owner/workspace.agent`, as `coder ssh` takes it. */
  readonly address: string;
  /** The session of the workspace's owner. */
  readonly session: string;
  /** The harness's own start script in it. */
  readonly probe: Script;
}

type Change = Parameters<Provisioner["build"]>[0];

const probe = probeScript();
const probeFile = "zz_probe.tf.json";

const apiScript = z.looseObject({
  log_source_id: z.string(),
  log_path: z.string(),
  script: z.string(),
  cron: z.string(),
  run_on_start: z.boolean(),
  run_on_stop: z.boolean(),
  start_blocks_login: z.boolean(),
  timeout: z.number(),
  display_name: z.string(),
});
const apiAgent = z.looseObject({
  id: z.string(),
  name: z.string(),
  directory: z.string().optional(),
  environment_variables: z.record(z.string(), z.string()).nullable(),
  scripts: z.array(apiScript).nullable(),
});
const apiBuild = z.looseObject({
  id: z.string(),
  job,
  workspace_id: z.string(),
  workspace_name: z.string(),
  workspace_owner_name: z.string(),
  resources: z.array(z.looseObject({ agents: z.array(apiAgent).nullish() })).nullish(),
});
type ApiBuild = z.infer<typeof apiBuild>;
const apiWorkspace = z.looseObject({ id: z.string(), latest_build: apiBuild });
const withId = z.looseObject({ id: z.string() });

/** What Coder has of a workspace and its template. */
interface Known {
  template?: string;
  version?: KnownVersion;
  workspace?: { readonly id: string; name: string };
  started?: boolean;
}

/** Builds of one workspace at a Coder server: each pushes a version of the workspace's own template first. */
export async function createServerProvisioner(
  builder: Builder,
  tool: TerraformTool,
  template: Template,
  folder: string,
): Promise<Provisioner> {
  await layOut(tool, template, folder);
  const { example, inputs } = template;
  await writeOver(tool.confinement, join(folder, probeFile), probeBlock(await agentOf(folder)));
  const known: Known = {};
  return {
    async build(change) {
      checkTexts({ ...change, chosen: {} });
      const instances = change.instances.map((one) => ({ ...inputs, ...one }));
      await layOutInputs(tool.confinement, folder, {
        instances,
        directory: change.directory,
        isExample: example !== undefined,
      });
      const variables = variablesOf(instances, change.directory, example !== undefined);
      return await buildAt(builder, known, { folder, variables, change });
    },
    plan: async () => noPlan(),
  };
}

async function buildAt(
  builder: Builder,
  known: Known,
  given: { folder: string; variables: Variables; change: Change },
): Promise<Build> {
  const { api, organization } = builder;
  const { change } = given;
  const { transition, workspace } = change;
  const pushed = await pushVersion(api, organization, { ...given, template: known.template }, known.version);
  if (!pushed.succeeded) return refusal("plan", pushed.lines, pushed);
  if (pushed !== known.version) await keepVersion(api, organization, known, pushed);
  known.version = pushed;
  if (known.workspace === undefined && transition === "destroy") return nothingThere;
  if (known.workspace !== undefined) await rename(api, known.workspace, workspace.name);
  if (change.restarts && known.started) await ended(api, await transitionTo(api, known, { transition: "stop" }));
  const { made, signed } = await builder.alone(async () => {
    const session = await sessionOf(builder.people, (await change.settleOwner?.()) ?? change.owner);
    const begun =
      known.workspace === undefined
        ? await create(api, organization, { name: workspace.name, version: pushed.id, signed: session })
        : await transitionTo(api, known, {
            transition: transition === "destroy" ? "delete" : transition,
            template_version_id: pushed.id,
            as: session.session,
          });
    // Coder gives a build the token that its owner has when a provisioner daemon takes the build.
    return { made: await taken(api, begun), signed: session };
  });
  known.workspace ??= { id: made.workspace_id, name: made.workspace_name };
  known.started = transition === "start";
  const build = await ended(api, made);
  const lines = await logOf(api, `/api/v2/workspacebuilds/${build.id}`);
  const end = endOf(build.job);
  if (end === undefined || !end.succeeded) return refusal(duringOf(lines), lines, end);
  return await succeeded(builder, build, { lines, change, signed });
}

/** The first version makes the template; a later one becomes its active one, as a push does. */
async function keepVersion(api: Api, organization: string, known: Known, { id }: Version): Promise<void> {
  if (known.template !== undefined) {
    const path = `/api/v2/templates/${known.template}/versions`;
    await api.demand(z.unknown(), path, { method: "PATCH", body: { id } });
    return;
  }
  const body = { name: `t-${crypto.randomUUID().slice(0, 8)}`, template_version_id: id };
  const path = `/api/v2/organizations/${organization}/templates`;
  known.template = (await api.demand(withId, path, { method: "POST", body })).id;
}

async function rename(api: Api, workspace: NonNullable<Known["workspace"]>, name: string): Promise<void> {
  if (workspace.name === name) return;
  const answer = await api.ask(`/api/v2/workspaces/${workspace.id}`, { method: "PATCH", body: { name } });
  if (answer.status >= 300) throw unrenamed(answer.status, await answer.text());
  workspace.name = name;
}

async function create(
  api: Api,
  organization: string,
  { name, version, signed }: { name: string; version: string; signed: Signed },
): Promise<ApiBuild> {
  const path = `/api/v2/organizations/${organization}/members/me/workspaces`;
  const body = { name, template_version_id: version };
  return (await api.demand(apiWorkspace, path, { method: "POST", body, as: signed.session })).latest_build;
}

async function transitionTo(
  api: Api,
  { workspace }: Known,
  { as, ...body }: { readonly transition: string; readonly template_version_id?: string; readonly as?: string },
): Promise<ApiBuild> {
  const path = `/api/v2/workspaces/${workspace?.id}/builds`;
  return await api.demand(apiBuild, path, { method: "POST", body, ...(as !== undefined && { as }) });
}

/** A build that a provisioner daemon has taken. */
async function taken(api: Api, build: ApiBuild): Promise<ApiBuild> {
  return await once(api, build, ({ status }) => status !== "pending");
}

/** A build that has ended. */
async function ended(api: Api, build: ApiBuild): Promise<ApiBuild> {
  return await once(api, build, (job) => endOf(job) !== undefined);
}

async function once(api: Api, { id }: ApiBuild, holds: (job: Job) => boolean): Promise<ApiBuild> {
  return await poll(
    async () => {
      const now = await api.demand(apiBuild, `/api/v2/workspacebuilds/${id}`);
      return holds(now.job) ? now : undefined;
    },
    { what: "Coder to build a workspace", limit: limits.coderJob, changed: briefly },
  );
}

async function succeeded(
  builder: Builder,
  build: ApiBuild,
  { lines, change, signed }: { lines: readonly LogLine[]; change: Change; signed: Signed },
): Promise<Build> {
  const state = await stateOf(builder.api, build.id);
  const workspace = { id: build.workspace_id, name: build.workspace_name, accessUrl: change.workspace.accessUrl };
  const read = readManifests(state, { ...workspace, ownerName: build.workspace_owner_name });
  if ("problem" in read) throw unread(read.problem);
  const agents = (build.resources ?? []).flatMap((one) => one.agents ?? []);
  const manifests = read.manifests.flatMap((manifest) => {
    const agent = agents.find(({ name }) => name === manifest.agentName);
    return agent === undefined ? [] : [told(manifest, agent)];
  });
  for (const manifest of manifests) {
    builder.onAgent({
      id: manifest.agentId,
      token: manifest.agentToken,
      build: build.id,
      address: `${build.workspace_owner_name}/${build.workspace_name}.${manifest.agentName}`,
      session: signed.session,
      probe: { ...probe, logSource: probeSourceOf(agents, manifest.agentName) },
    });
  }
  return {
    ...nothingThere,
    output: textOf(lines),
    manifests,
    manifest: manifests.find(({ agentName }) => agentName === read.manifest?.agentName),
    leftOut: read.leftOut,
    resources: moduleResources(state),
    changes: changesIn(lines),
    parameters: parametersOf(state),
    ...signedTokenOf(state),
  };
}

/** A manifest as Coder itself gives it: of the state it has no more than the agent's token. */
function told(manifest: Manifest, agent: z.infer<typeof apiAgent>): Manifest {
  return {
    ...manifest,
    agentId: agent.id,
    directory: agent.directory ?? "",
    environment: agent.environment_variables ?? {},
    scripts: (agent.scripts ?? [])
      .filter(({ script }) => script !== probe.text)
      .map((one) => ({
        logSource: one.log_source_id,
        displayName: one.display_name,
        text: one.script,
        runOnStart: one.run_on_start,
        runOnStop: one.run_on_stop,
        startBlocksLogin: one.start_blocks_login,
        cron: one.cron,
        // A duration of Go, in nanoseconds.
        timeout: one.timeout / 1e9,
        logPath: one.log_path,
        isOfSubject: true,
      })),
  };
}

function probeSourceOf(agents: readonly z.infer<typeof apiAgent>[], name: string): string {
  const scripts = agents.find((one) => one.name === name)?.scripts ?? [];
  return scripts.find(({ script }) => script === probe.text)?.log_source_id ?? "";
}

async function stateOf(api: Api, build: string): Promise<State> {
  const answer = await api.ask(`/api/v2/workspacebuilds/${build}/state`);
  const text = await answer.text();
  // Of a workspace that is deleted nothing is left.
  return text.trim() === "" ? [] : (readStateFile(text) ?? unread("the state is of another format"));
}

function refusal(
  during: "plan" | "apply",
  lines: readonly LogLine[],
  end: Pick<EndedJob, "error"> | undefined,
): Extract<Build, { outcome: "refused" }> {
  const errors = lines.filter(({ log_level }) => log_level === "error");
  const diagnostics = [...errors.map(({ output }) => output), end?.error ?? ""].filter((line) => line !== "");
  return {
    outcome: "refused",
    during,
    output: textOf(lines),
    diagnostics: diagnostics.join("\n"),
    refusedInputs: refusedInputsIn(textOf(errors)),
  };
}

function textOf(lines: readonly LogLine[]): string {
  return lines.map(({ output }) => `${output}\n`).join("");
}

/** Coder shows a diagnostic as Terraform shows it to people: a line of the file under its summary. */
function refusedInputsIn(text: string): readonly string[] {
  return text
    .split(/^(?=Error: )/m)
    .filter((one) => /^Error: Invalid value for (?:input )?variable/.test(one))
    .flatMap((one) => /^\s*\d+:\s*"(\w+)":/m.exec(one)?.[1] ?? []);
}

function duringOf(lines: readonly LogLine[]): "plan" | "apply" {
  return lines.some(({ output }) => /: (?:Creating|Modifying|Destroying)\.\.\./.test(output)) ? "apply" : "plan";
}

function changesIn(lines: readonly LogLine[]): readonly string[] {
  const planned = lines.flatMap(({ output }) => /^(\S+): Plan to (?!read)/.exec(output)?.[1] ?? []);
  return [...new Set(planned.filter((address) => address.startsWith("module.")))].sort();
}

function variablesOf(instances: readonly Inputs[], directory: string | undefined, isExample: boolean): Variables {
  const token = instances.map(({ vault_jwt_token }) => vault_jwt_token).find((one) => typeof one === "string");
  return {
    ...(typeof token === "string" && { vault_jwt_token: token }),
    ...(directory !== undefined && !isExample && { agent_directory: directory }),
  };
}

async function sessionOf(people: People, owner: Owner): Promise<Signed> {
  return owner.loginType === "password" ? await people.withPassword(owner) : await people.current(owner);
}

/** The agent that the module's block is for. */
async function agentOf(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".tf"));
  for (const name of names) {
    const agent = /^\s*agent_id\s*=\s*coder_agent\.(\w+)\.id/m.exec(await readFile(join(folder, name), "utf8"))?.[1];
    if (agent !== undefined) return agent;
  }
  return "main";
}

/** Shows the environment of the agent's commands, as with the harness's own control plane. */
function probeBlock(agent: string): string {
  const { displayName, text, logPath } = probe;
  const block = {
    agent_id: `\${coder_agent.${agent}.id}`,
    display_name: displayName,
    script: text,
    log_path: logPath,
    run_on_start: true,
  };
  return JSON.stringify({ resource: { coder_script: { conformance_probe: block } } });
}

function unrenamed(status: number, text: string): HarnessFault {
  return new HarnessFault(
    "coder-server.rename",
    `The Coder server answered ${status} to the new name of a workspace: ${text.slice(0, 300)}.`,
    "Report this as a defect of the harness.",
  );
}

function unread(problem: string): never {
  throw new HarnessFault(
    "coder-server.state",
    `The harness cannot read a workspace's state: ${problem}.`,
    "Report this as a defect of the harness.",
  );
}

function noPlan(): never {
  throw new HarnessFault(
    "coder-server.plan",
    "A Coder server keeps no plan that could be shown.",
    "Report this as a defect of the harness: its scenario is unsupported with --coder server.",
  );
}
