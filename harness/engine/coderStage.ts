import { randomUUID } from "node:crypto";
import { join } from "node:path";
import {
  type Agent,
  type Answer,
  type Build,
  createProvisioner,
  type Input,
  type Owner,
  startAgent,
  type Transition,
  type WorkspaceIdentity,
} from "../coder/index.ts";
import { type Claims, decodeClaims, readmeClaims } from "../identity/index.ts";
import type { TokenKind } from "../run/index.ts";
import type { CommandResult, Machine } from "../runtime/index.ts";
import { realCli, runMarker } from "../runtime/index.ts";
import type { Site } from "./site.ts";
import { customIssuer } from "./vaultStage.ts";
import { failAs } from "./verdict.ts";

export interface StartOptions {
  /** `vault_jwt_role`. */
  readonly role: Input;
  /** Further inputs of the module by name; `undefined` takes one away. */
  readonly inputs?: Readonly<Record<string, Input | undefined>>;
  readonly owner?: Partial<Owner>;
  /** Starts this workspace again: under its id and name, on its disk. */
  readonly restarts?: Workspace;
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
  /** The startup logs of all scripts. */
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
  readonly machine: Machine;
  /** A terminal's answer to a command. */
  shell(command: string): Promise<ShellAnswer>;
  /** The answer of `coder ssh WORKSPACE -- COMMAND`. */
  command(command: string): Promise<ShellAnswer>;
}

export interface CoderStage extends AsyncDisposable {
  readonly owner: Owner;
  /** Builds a workspace, starts its agent and waits for the start scripts. */
  start(options: StartOptions): Promise<Workspace>;
  /** Builds without an agent: for what Terraform itself refuses. */
  build(options: StartOptions, transition?: Transition): Promise<Build>;
  readonly started: readonly Workspace[];
}

const template = { id: randomUUID(), name: "linux", version: "v1" };

export const ada: Omit<Owner, "oidcAccessToken"> = {
  id: "7a0d9a3e-4c35-4be0-8f0c-1d8a6d0f5c11",
  name: "ada",
  fullName: "Ada Lovelace",
  email: "ada@example.com",
  groups: ["developers", "Everyone"],
  loginType: "oidc",
};

export async function openCoderStage(site: Site, kind: TokenKind, vaultAddress: string): Promise<CoderStage> {
  const owned = new AsyncDisposableStack();
  const started: Workspace[] = [];
  const { terraform, folder: temporary, id } = site.settings;
  const tool = { ...terraform, temporary, marker: runMarker(id) };

  const own = (machine: Machine) => owned.use(machine);
  const identify = (options: StartOptions): WorkspaceIdentity => ({
    id: options.restarts?.id ?? randomUUID(),
    name: options.restarts?.name ?? `ws-${randomUUID().slice(0, 8)}`,
    accessUrl: "https://coder.example.com",
    template,
  });
  const prepare = async (options: StartOptions) => {
    const workspace = identify(options);
    const person = { ...ada, ...options.owner };
    const jwt = options.jwt ?? (await signedToken(site, kind, workspace, person));
    const oidcAccessToken = options.owner?.oidcAccessToken ?? (kind === "oidc" ? jwt : "");
    const owner: Owner = { ...person, oidcAccessToken };
    const inputs = {
      vault_addr: vaultAddress,
      vault_jwt_role: options.role,
      ...(kind === "custom" ? { vault_jwt_token: jwt } : {}),
      ...options.inputs,
    };
    const given = Object.fromEntries(
      Object.entries(inputs).filter((entry): entry is [string, Input] => entry[1] !== undefined),
    );
    const folder = join(site.settings.folder, `workspace-${randomUUID()}`);
    const provisioner = await createProvisioner(tool, { folder: site.settings.template }, folder);
    return {
      workspace,
      owner,
      jwt,
      build: (transition: Transition) => provisioner.build({ owner, workspace, transition, inputs: given }),
    };
  };

  return {
    owner: { ...ada, oidcAccessToken: "" },
    started,
    async build(options, transition = "start") {
      return await (await prepare(options)).build(transition);
    },
    async start(options) {
      const left = (options.restarts ?? options.disk)?.machine;
      const [prepared, machine] = await Promise.all([prepare(options), left ?? newMachine(site).then(own)]);
      await options.before?.(machine);
      const build = await prepared.build("start");
      const agent = await startAgent(machine, manifestOf(build));
      const workspace = workspaceOf(prepared, build, agent, machine);
      started.push(workspace);
      for (const { excess } of agent.scripts)
        if (excess !== undefined) failAs("the start script to end", `it ${excess}`);
      return workspace;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const nothing = { agentName: "main", agentId: "", agentToken: "", directory: "", scripts: [], environment: {} };

function manifestOf(build: Build) {
  return build.outcome === "succeeded" ? (build.manifest ?? nothing) : nothing;
}

function workspaceOf(
  prepared: { workspace: WorkspaceIdentity; owner: Owner; jwt: string },
  build: Build,
  agent: Agent,
  machine: Machine,
): Workspace {
  const failed = agent.scripts.find((run) => run.exitCode !== 0);
  return {
    id: prepared.workspace.id,
    name: prepared.workspace.name,
    owner: prepared.owner,
    jwt: prepared.jwt,
    claims: decodeClaims(prepared.jwt) ?? {},
    build,
    script: {
      what: build.outcome === "refused" ? `the workspace's build (terraform ${build.during})` : "the start script",
      // A workspace that could not be built, or has no script, has not logged in.
      exitCode: agent.scripts.length === 0 ? 1 : (failed?.exitCode ?? 0),
      log: logOf(build, agent),
    },
    agent,
    machine,
    shell: async (command) => answered(`\`${command}\` in a new terminal`, await agent.terminal(command)),
    command: async (command) => answered(`\`coder ssh WORKSPACE -- ${command}\``, await agent.command(command)),
  };
}

function logOf(build: Build, agent: Agent): string {
  if (build.outcome === "refused") return build.diagnostics;
  if (agent.scripts.length === 0) return "(the module has no coder_script that runs on start)";
  return agent.scripts.map((run) => run.log).join("\n");
}

function answered(what: string, { excess, ...answer }: Answer): ShellAnswer {
  if (excess !== undefined) failAs(`${what} to end`, `it ${excess}`);
  return { what, ...answer };
}

async function newMachine(site: Site): Promise<Machine> {
  return await site.network.machine({
    kind: site.settings.agent,
    trustedCertificates: site.authority.certificate,
    executables: { [realCli]: site.settings.server.path },
  });
}

async function signedToken(
  site: Site,
  kind: TokenKind,
  workspace: WorkspaceIdentity,
  owner: Omit<Owner, "oidcAccessToken">,
): Promise<string> {
  if (kind === "oidc") return await site.issuer.accessToken(owner);
  return await site.signer.sign(
    readmeClaims({
      issuer: customIssuer,
      audience: "https://vault.example.com",
      workspace: { ...workspace, accessPort: 443 },
      template: workspace.template,
      owner,
      agentId: randomUUID(),
      provisioner: { id: randomUUID(), arch: "amd64", os: "linux" },
      issuedAt: Math.floor(Date.now() / 1000),
    }),
  );
}
