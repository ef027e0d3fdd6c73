import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Agent, Answer, Interruption } from "../../coder/agent/index.ts";
import {
  type Build,
  createProvisioner,
  type Input,
  type Owner,
  ownerOfPrebuilds,
  type Prebuild,
  type Provisioner,
  type Script,
  type Template,
  type Transition,
  type WorkspaceIdentity,
} from "../../coder/index.ts";
import { type Claims, decodeClaims } from "../../identity/index.ts";
import type { Finding } from "../../model/index.ts";
import type { Secret } from "../../redaction/index.ts";
import type { RunSettings, SubjectSettings, TokenKind } from "../../run/index.ts";
import type { CommandResult, Machine } from "../../runtime/index.ts";
import { runMarker } from "../../runtime/scope/index.ts";
import { named } from "../../text/index.ts";
import type { Site } from "../site.ts";
import { endWatch, type SeenProcess, secretsOfBuild, type Watched, watchMachine, watchStart } from "../starts/index.ts";
import { checkStop, type ModuleCall, templateInputs, templateScripts } from "../template/index.ts";
import { cannotTell, failAs } from "../verdict.ts";
import { findingsIn } from "./findings.ts";
import { hostsOf, proxiesIn } from "./hosts.ts";
import { type JwtOptions, signJwt } from "./jwts.ts";
import { type MachineOptions, newMachine } from "./machines.ts";
import { createOverlaps } from "./overlaps.ts";
import { ownershipOf } from "./ownership.ts";
import { checkServerCan } from "./server-limits.ts";
import type { VaultStage } from "./vault-stage.ts";

export type StartOptions = StartSettings & ModuleCall;

interface StartSettings extends JwtOptions, MachineOptions {
  readonly owner?: Partial<Owner>;
  /** Names this start in a failure, where a scenario has several, such as `the release server is down`. */
  readonly step?: string;
  /** Starts this workspace again: under its id and name, on its disk and its state. */
  readonly restarts?: Workspace;
  /** Runs the scripts of this workspace's last build again, as its agent does when the machine alone is started anew. */
  readonly again?: Workspace;
  /** It is built ahead for whoever claims it, or is claimed; default: neither. */
  readonly prebuild?: Prebuild;
  /** The workspace's name; default: the one that it has, or a new one. */
  readonly name?: string;
  /** The command of a session that is opened while the workspace starts, as `coder ssh` does by default. */
  readonly session?: string;
  /** Sends a signal to the start script. */
  readonly interruption?: Interruption;
  readonly umask?: string;
  /** Milliseconds that a start script may take; default: 60,000. */
  readonly patience?: { readonly script: number };
  /** The plan can be shown after the build; default: false. */
  readonly keepsPlan?: boolean;
  /** Watches the machine's processes from before the start scripts begin until they have ended. */
  readonly watch?: boolean;
  /** Starts on what this workspace has left on its disk, as from a snapshot or a home that was handed on. */
  readonly disk?: Workspace;
  /** The scenario's JWT; default: a good one of the scenario's kind. */
  readonly jwt?: string;
  /** Prepares the workspace before its first start. */
  readonly before?: (machine: Machine) => Promise<void>;
}

/** What one start or restart came to. */
export interface Start {
  /** What it is called in a failure. */
  readonly what: string;
  readonly exitCode: number;
  /** The startup logs of all scripts of the module. */
  readonly log: string;
}

/** A shell's answer to a command. */
export interface ShellAnswer extends CommandResult {
  readonly what: string;
}

export interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly owner: Owner;
  /** The JWT that the module was to log in with. */
  readonly jwt: string;
  readonly claims: Claims;
  readonly build: Build;
  readonly script: Start;
  readonly agent: Agent;
  /** The scripts of a user's template that ran beside the module's, in words. */
  readonly templateScripts: readonly string[];
  readonly machine: Machine;
  readonly provisioner: Provisioner;
  /** What {@link StartOptions.watch} has seen, and the milliseconds for which it saw nothing at most. */
  readonly processes: readonly SeenProcess[];
  readonly unwatchedFor: number;
  /** What the observer saw of its last start; `undefined` if that start was not watched. */
  readonly watched: Watched | undefined;
  /** The processes that are there now, by a look at all of them. */
  running(): Promise<readonly SeenProcess[]>;
  /** The answer to {@link StartOptions.session}. */
  session(): ShellAnswer;
  /** A terminal's answer to a command. */
  shell(command: string): Promise<ShellAnswer>;
  /** The answer of `coder ssh WORKSPACE -- COMMAND`. */
  command(command: string): Promise<ShellAnswer>;
}

export interface CoderStage extends AsyncDisposable {
  readonly owner: Owner;
  /** Names of the inputs that the module declares. */
  readonly declares: readonly string[];
  /** Builds a workspace, starts its agent and waits for the start scripts. */
  start(options: StartOptions): Promise<Workspace>;
  /** Builds without an agent: for what Terraform itself refuses, or for what a workspace that is stopped has left. */
  build(options: StartOptions, transition?: Transition): Promise<Build>;
  /** The JWT that a new workspace would get, for a login without one. */
  jwt(options?: JwtOptions): Promise<string>;
  readonly started: readonly Workspace[];
  /** How many builds Terraform has refused. */
  readonly refusals: number;
  /** What starts and builds did and must not do. */
  readonly findings: readonly Finding[];
  /** The bounds that workspaces have come to, in words. */
  reached(): Promise<readonly string[]>;
  /** The tokens of all workspaces, also of those that could not be built. */
  readonly secrets: readonly Secret[];
}

const accessUrl = "https://coder.example.com";
const template = { id: randomUUID(), name: "linux", version: "v1" };
const theAgent = { expression: "coder_agent.main.id" };

export const ada: Omit<Owner, "oidcAccessToken"> = {
  id: "7a0d9a3e-4c35-4be0-8f0c-1d8a6d0f5c11",
  name: "ada",
  fullName: "Ada Lovelace",
  email: "ada@example.com",
  groups: ["developers", "Everyone"],
  loginType: "oidc",
};

export async function openCoderStage(
  { site, kind, subject }: { readonly site: Site; readonly kind: TokenKind; readonly subject: SubjectSettings },
  vault: VaultStage,
): Promise<CoderStage> {
  const vaultAddress = vault.address;
  const owned = new AsyncDisposableStack();
  const started: Workspace[] = [];
  const machines = new Set<Machine>();
  const secrets: Secret[] = [];
  const findings: Finding[] = [];
  // Of all starts: those that run at the same time share a name server.
  const hosts = new Set([new URL(accessUrl).hostname, ...site.releases.names]);
  // What a user's template does beside the module cannot be told from what the module does.
  const isJudged = subject.user === undefined;
  const isWatched = isJudged && (await site.network.brings("perl"));
  let refusals = 0;
  const overlaps = createOverlaps();
  const { terraform, folder: temporary, id } = site.settings;
  const tool = { ...terraform, temporary, marker: runMarker(id) };

  const own = (machine: Machine) => owned.use(machine);
  const identify = (options: Pick<StartOptions, "restarts" | "name">): WorkspaceIdentity => ({
    id: options.restarts?.id ?? randomUUID(),
    name: options.name ?? options.restarts?.name ?? `ws-${randomUUID().slice(0, 8)}`,
    accessUrl,
    template,
  });
  const { coderServer } = site;
  const newProvisioner = (from: Template) => {
    const folder = join(site.settings.folder, `workspace-${randomUUID()}`);
    return coderServer?.provisioner(tool, from, folder) ?? createProvisioner(tool, from, folder);
  };
  const prepare = async (options: StartOptions) => {
    const workspace = identify(options);
    const isOwned = options.prebuild !== "unclaimed";
    const person = { ...(isOwned ? ada : ownerOfPrebuilds), ...options.owner };
    if (coderServer !== undefined) checkServerCan({ ...options, kind });
    const ownership = await ownershipOf({ site, kind, secrets }, { workspace, person, isOwned }, options);
    const applied = templateOf(site.settings, subject, options);
    const { examples } = site.settings;
    const inputs = {
      ...(applied.user !== undefined
        ? await templateInputs(applied.user, options, { examples, vaultAddress })
        : options.example === undefined
          ? declared(subject, { agent_id: theAgent, vault_addr: vaultAddress, vault_jwt_role: options.role })
          : {}),
      ...(kind === "custom" && applied.example?.signingKey === undefined ? { vault_jwt_token: ownership.jwt } : {}),
      ...options.inputs,
    };
    const addresses = [inputs, options.second ?? {}, subject.inputs ?? {}, proxiesIn(options.environment ?? {})];
    for (const host of addresses.flatMap(hostsOf)) hosts.add(host);
    const instances = [inputs, ...(options.second === undefined ? [] : [{ ...inputs, ...options.second }])].map(given);
    const provisioner = options.restarts?.provisioner ?? (await newProvisioner(applied));
    return {
      workspace,
      get owner() {
        return ownership.owner;
      },
      get jwt() {
        return ownership.jwt;
      },
      provisioner,
      build: async (transition: Transition, restarts = false) => {
        const build = await provisioner.build({
          owner: ownership.owner,
          settleOwner: ownership.signIn,
          workspace,
          transition,
          restarts,
          prebuild: options.prebuild,
          instances,
          directory: options.directory,
          keepsPlan: options.keepsPlan,
        });
        secrets.push(...secretsOf(build));
        if (isJudged)
          findings.push(
            ...secretsOfBuild(`${build.output}\n${diagnosticsOf(build)}`, [
              ownership.jwt,
              ownership.owner.oidcAccessToken,
            ]),
          );
        if (build.outcome === "refused") refusals += 1;
        return build;
      },
    };
  };

  return {
    owner: { ...ada, oidcAccessToken: "" },
    declares: subject.variables,
    started,
    get refusals() {
      return refusals;
    },
    secrets,
    findings,
    async build(options, transition = "start") {
      if (transition === "stop" && subject.user !== undefined) checkStop(subject.user);
      await options.restarts?.agent.stop();
      return await (await prepare(options)).build(transition);
    },
    async jwt(options = {}) {
      const jwt = await signJwt(site, kind, { workspace: identify({}), owner: ada }, options);
      secrets.push(["jwt", jwt]);
      return jwt;
    },
    async start(options) {
      // Its machine is stopped before it is started again, and what runs on stop runs there.
      await (options.again ?? options.restarts)?.agent.stop();
      const left = (options.again ?? options.restarts ?? options.disk)?.machine;
      const [prepared, machine] = await Promise.all([
        options.again === undefined ? prepare(options) : builtAlready(options.again),
        left ?? newMachine(site, imageOf(options)).then(own),
      ]);
      machines.add(machine);
      await options.before?.(machine);
      const build = await prepared.build("start", options.restarts !== undefined);
      const watch =
        isWatched || options.watch
          ? watchStart(machine, { rest: options.watch ? 1 : 5, network: site.network })
          : undefined;
      const mark = watch === undefined ? undefined : await vault.mark();
      const overlap = overlaps.begin(machine);
      const agent = await site.startAgent(machine, manifestOf(build), {
        ...options,
        ...(watch === undefined ? {} : { around: watch.around }),
      });
      overlap.end();
      const { watched } = watch?.seen() ?? {};
      const workspace = {
        ...workspaceOf({ ...prepared, at: options.step ? ` (${options.step})` : "" }, build, agent, machine),
        processes: watched?.processes ?? [],
        unwatchedFor: watched?.longestPause ?? 0,
        watched,
      };
      started.push(workspace);
      if (watch !== undefined && isJudged && !overlap.isMixed()) {
        const requests = (await vault.requests(mark)).filter(
          ({ data }) => !overlap.isShared() || data.jwt === workspace.jwt,
        );
        const what = options.step ?? (options.restarts === undefined ? "a start" : "a restart");
        findings.push(
          ...(await findingsIn(vault, {
            what,
            machine,
            agent,
            jwt: workspace.jwt,
            requests,
            watch,
            hosts,
            recipients: site.recipientsOf(workspace.jwt),
          })),
        );
      }
      for (const { excess, script } of agent.scripts) if (excess !== undefined) tooMuch(script, excess);
      return workspace;
    },
    async reached() {
      return [...new Set((await Promise.all([...machines].map((machine) => machine.reached()))).flat())];
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function builtAlready({ id, name, owner, jwt, provisioner, build }: Workspace) {
  return { workspace: { id, name }, owner, jwt, provisioner, build: async () => build };
}

/** What every call of the module gives, as far as the module declares it. */
function declared({ variables }: SubjectSettings, usual: Readonly<Record<string, Input>>): typeof usual {
  return Object.fromEntries(Object.entries(usual).filter(([name]) => variables.includes(name)));
}

function secretsOf(build: Build): readonly Secret[] {
  if (build.outcome === "refused") return [];
  const tokens = build.manifests.map(({ agentToken }): Secret => ["secret", agentToken]);
  return [...tokens, ...(build.signedToken === undefined ? [] : [["jwt", build.signedToken] as const])];
}

function diagnosticsOf(build: Build): string {
  return build.outcome === "refused" ? build.diagnostics : "";
}

function given(inputs: Readonly<Record<string, Input | undefined>>): Readonly<Record<string, Input>> {
  const entries = Object.entries(inputs).filter((entry): entry is [string, Input] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

function tooMuch({ displayName, isOfSubject }: Script, excess: string): never {
  if (isOfSubject) failAs("the start script to end", `it ${excess}`);
  const problem = `The template's own script ${named(displayName)} ${excess}.`;
  return cannotTell(problem, "Give a copy of the template in which it ends here.");
}

function sessionOf({ session }: Agent): Answer {
  return session ?? failAs("a session while the workspace started", "none was asked for");
}

/** The custom JWT example signs its own token, unless the scenario has one for it or its providers are not here. */
function templateOf(
  { examples, rsaKeys }: RunSettings,
  { template: folder, signingTemplate, user, inputs }: SubjectSettings,
  { example, jwt, claims, signed }: StartOptions,
): Template {
  if (user !== undefined) return { folder, user };
  if (example === undefined) return { folder, inputs };
  const root = { folder: join(examples, example) };
  if (example !== "custom-jwt" || signingTemplate === undefined || (jwt ?? claims ?? signed) !== undefined)
    return { folder, inputs, example: root };
  return { folder: signingTemplate, inputs, example: { ...root, signingKey: rsaKeys.signer } };
}

/** The README's examples install the CLI themselves. */
function imageOf(options: StartOptions): MachineOptions {
  return options.example === undefined ? options : { cli: "none", ...options };
}

const nothing = {
  ownerName: "",
  workspaceId: "",
  workspaceName: "",
  accessUrl: "",
  agentName: "main",
  agentId: "",
  agentToken: "",
  directory: "",
  scripts: [],
  environment: {},
};

function manifestOf(build: Build) {
  return build.outcome === "succeeded" ? (build.manifest ?? nothing) : nothing;
}

function workspaceOf(
  prepared: Pick<Workspace, "owner" | "jwt" | "provisioner"> & {
    readonly workspace: Pick<WorkspaceIdentity, "id" | "name">;
    /** The start's name, to be put behind what it came to. */
    readonly at: string;
  },
  build: Build,
  agent: Agent,
  machine: Machine,
): Omit<Workspace, "processes" | "unwatchedFor" | "watched"> {
  const scripts = agent.scripts.filter(({ script }) => script.isOfSubject);
  const failed = scripts.find((run) => run.exitCode !== 0);
  const jwt = (build.outcome === "succeeded" ? build.signedToken : undefined) ?? prepared.jwt;
  const { at } = prepared;
  const what = build.outcome === "refused" ? `the workspace's build (terraform ${build.during})` : "the start script";
  return {
    id: prepared.workspace.id,
    name: prepared.workspace.name,
    owner: prepared.owner,
    jwt,
    claims: decodeClaims(jwt) ?? {},
    build,
    script: {
      what: `${what}${at}`,
      // A workspace that could not be built, or has no script, has not logged in.
      exitCode: scripts.length === 0 ? 1 : (failed?.exitCode ?? 0),
      log: logOf(build, agent, scripts),
    },
    agent,
    templateScripts: templateScripts({ build }),
    machine,
    provisioner: prepared.provisioner,
    running: async () => (await endWatch(machine, await watchMachine(machine, { rest: 1 }))).processes,
    session: () => answered("the session that was opened while the workspace started", sessionOf(agent)),
    shell: async (command) => answered(`\`${command}\` in a new terminal${at}`, await agent.terminal(command)),
    command: async (command) => answered(`\`coder ssh WORKSPACE -- ${command}\`${at}`, await agent.command(command)),
  };
}

const noScript = "(the module has no coder_script that runs on start)";

function logOf(build: Build, agent: Agent, scripts: Agent["scripts"]): string {
  if (build.outcome === "refused") return build.diagnostics;
  const unsaid = [...(agent.problem === undefined ? [] : [agent.problem]), ...build.leftOut];
  if (scripts.length === 0) return [noScript, ...unsaid.map((what) => `(${what})`)].join("\n");
  return scripts.flatMap(({ log, problem }) => [log, ...(problem === undefined ? [] : [problem])]).join("\n");
}

function answered(what: string, { excess, ...answer }: Answer): ShellAnswer {
  if (excess !== undefined) failAs(`${what} to end`, `it ${excess}`);
  return { what, ...answer };
}
