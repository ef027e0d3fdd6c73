import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import pMap from "p-map";
import {
  type ArchiveWish,
  type Artifact,
  type ArtifactOptions,
  findCliArchives,
  findProviders,
  findSigningProviders,
  findTerraform,
} from "../artifacts/index.ts";
import {
  checkSyntax,
  checkUserTemplate,
  fetchModule,
  type TerraformTool,
  type UserTemplateRequest,
} from "../coder/index.ts";
import { CannotRunHere } from "../errors/index.ts";
import type { Cell } from "../report/index.ts";
import {
  type AgentKind,
  checkSocketPath,
  type DockerNeeds,
  type OpenRun,
  openRun,
  prepareDocker,
  type RuntimeKind,
  realCli,
  requireProcessRuntime,
  runMarker,
} from "../runtime/index.ts";
import { named } from "../text/index.ts";
import type { ServerProgram } from "../vault/index.ts";
import { cellOf } from "./cell.ts";
import { layOutSubjects, type TriedModule } from "./layOut.ts";
import type { ModuleSource } from "./moduleSource.ts";
import { examplesFolder } from "./readmeExample.ts";
import { makeRsaKeys } from "./rsaKeys.ts";
import type { ServerDefectName } from "./serverDefects.ts";
import { findServers } from "./servers.ts";
import type { RunSettings, TokenKind } from "./settings.ts";
import { readSubject, type SubjectFolder } from "./subject.ts";

/** What a run is asked for. Everything has a default. */
export interface RunRequest {
  /** Tried one beside the other on the same servers; default: the module that comes with the harness. */
  readonly modules?: readonly TriedModule[];
  readonly servers?: readonly string[];
  readonly vaultBinary?: string;
  readonly runtime?: RuntimeKind;
  readonly token?: TokenKind;
  readonly terraform?: string;
  readonly agents?: readonly AgentKind[];
  readonly providers?: string;
  readonly cliArchives?: ArchiveWish;
  /** The user's own template that workspaces are built of; default: the harness's. */
  readonly template?: UserTemplateRequest;
  readonly serverDefect?: ServerDefectName;
  readonly offline?: boolean;
  readonly keep?: boolean;
  /** The README's examples that scenarios apply; default: any. */
  readonly examples?: readonly string[];
  /** Opened before, by who has to close it on a signal; default: one of its own. */
  readonly scope?: OpenRun;
  readonly signal?: AbortSignal;
  readonly progress: (message: string) => void;
  /** Told of every step that was taken. */
  readonly detail?: (message: string) => void;
}

/** A run that can start: everything found, verified and laid out. */
export interface PreparedRun extends AsyncDisposable {
  readonly scope: OpenRun;
  /** In the order of the request. */
  readonly subjects: readonly SubjectFolder[];
  /** What the report has to say of the run. */
  readonly notes: readonly string[];
  readonly cells: readonly { readonly cell: Cell; readonly settings: RunSettings }[];
}

/** The versions of the CLI that scenarios pin. */
const pinnedVersions = ["1.17.5"];

/**
 * Finds the artifacts, opens the run and initialises the template with the subject.
 *
 * @throws WrongInput, CannotRunHere as the parts do
 */
export async function prepareRun(request: RunRequest): Promise<PreparedRun> {
  const { progress, detail = () => {}, signal, runtime = "process", agents = ["debian"] } = request;
  if (runtime === "process") await requireProcessRuntime(agents);
  await using opened = new AsyncDisposableStack();
  const scope = opened.use(request.scope ?? (await openRun(request.keep ?? false)));
  checkSocketPath(scope.folder, runtime);
  detail(`the run ${scope.id} is in ${scope.folder}`);
  const options = { offline: request.offline ?? false, progress, claim: scope.claim, ...(signal && { signal }) };
  const terraform = await findTerraform(request.terraform ?? "terraform", options);
  detail(inWords(terraform));
  const tool = { executable: terraform.path, temporary: scope.folder, marker: runMarker(scope.id) };
  const modules = await pMap(
    request.modules ?? [{ name: "module" }],
    async (module) => {
      const subject = await readSubject(module.source, (source) => fetched(source, tool, { ...options, scope }));
      await checkSyntax(tool, subject.folder);
      return { ...module, subject };
    },
    { concurrency: availableParallelism() },
  );
  if (request.template !== undefined) await checkUserTemplate(tool, request.template, options);
  const docker = runtime === "docker" ? await prepareDocker({ ...options, run: scope }) : undefined;
  if (docker !== undefined) scope.usesDocker(docker.connection);
  const archives = await findCliArchives(request.cliArchives ?? "auto", pinnedVersions, options);
  const { vaultBinary } = request;
  const servers = await findServers(request.servers, { ...options, vaultBinary, docker });
  for (const server of servers.artifacts) detail(inWords(server));
  const mirror = await findProviders(request.providers, options);
  detail(`providers from ${mirror.folder} (${mirror.origin})`);
  const prepared = await docker?.prepare({ agents, servers: servers.programs.map(needsOf) });
  const cliConfig = join(scope.folder, "terraform.tfrc");
  await writeFile(cliConfig, mirror.cliConfig);
  const signs = request.template === undefined && (request.examples?.includes("custom-jwt") ?? true);
  progress(`initialising Terraform with ${modules.length === 1 ? "the module" : `${modules.length} modules`}`);
  const [rsaKeys, signingProviders] = await Promise.all([
    makeRsaKeys(),
    signs ? findSigningProviders(mirror, terraform, options) : undefined,
  ]);
  const laidOut = await layOutSubjects(modules, {
    tool: { ...tool, cliConfig },
    folder: scope.folder,
    mirror,
    ownProviders: request.providers,
    signingProviders,
    signingKey: rsaKeys.signer,
    userTemplate: request.template,
  });
  const notes = [
    ...(request.serverDefect === undefined ? [] : [isWrongOnPurpose(request.serverDefect)]),
    ...new Set(laidOut.flatMap((one) => one.notes)),
  ];
  for (const note of notes) progress(note);
  signal?.throwIfAborted();
  const settled = {
    id: scope.id,
    folder: scope.folder,
    runtime,
    genuineArchives: archives.kind === "genuine" ? archives.files : [],
    terraform: { executable: terraform.path, cliConfig },
    rsaKeys,
    subjects: laidOut.map(({ subject }) => subject),
    examples: examplesFolder,
    ...(prepared === undefined ? {} : { docker: prepared }),
    ...(request.token === undefined ? {} : { token: request.token }),
    ...(request.serverDefect === undefined ? {} : { serverDefect: request.serverDefect }),
  };
  const { providers } = laidOut[0]?.mirror ?? mirror;
  const cells = servers.programs.flatMap((server) =>
    agents.map((agent) => {
      const cell = cellOf({ server, archives, terraform, providers, agent, runtime });
      return { cell, settings: { ...settled, cell: cell.id, server, agent } };
    }),
  );
  const all = opened.move();
  const subjects = modules.map(({ subject }) => subject);
  return { scope, subjects, notes, cells, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

async function fetched(
  source: ModuleSource,
  tool: Omit<TerraformTool, "cliConfig">,
  { offline, progress, scope }: Pick<ArtifactOptions, "offline" | "progress"> & { readonly scope: OpenRun },
): ReturnType<typeof fetchModule> {
  if (offline) {
    const problem = `There is no folder ${named(source.source)}, and --offline forbids to fetch a module of that name.`;
    const remedy = "Leave --offline out, or give the module's folder.";
    throw new CannotRunHere("module.offline", problem, remedy, { ...source });
  }
  progress(`fetching the module ${named(source.source)}`);
  return await fetchModule(tool, source, join(scope.folder, "fetched"));
}

/** What a server's program is needed for: the server, and the real CLI of workspaces. */
function needsOf({ path, image }: ServerProgram): DockerNeeds["servers"][number] {
  return { executables: { [realCli]: path }, executable: path, ...(image === undefined ? {} : { image }) };
}

function inWords({ name, version, path, origin }: Artifact): string {
  return `${name} ${version} is ${path} (${origin})`;
}

function isWrongOnPurpose(defect: ServerDefectName): string {
  return `Vault was set up wrongly on purpose (--server-defect ${defect}): this says nothing about the module.`;
}
