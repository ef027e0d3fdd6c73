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
import { checkProviders, checkSyntax, fetchModule, prepareTemplate, type TerraformTool } from "../coder/index.ts";
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
import type { ServerProgram } from "../vault/index.ts";
import { cellOf } from "./cell.ts";
import type { ModuleSource } from "./moduleSource.ts";
import { examplesFolder } from "./readmeExample.ts";
import { makeRsaKeys } from "./rsaKeys.ts";
import type { ServerDefectName } from "./serverDefects.ts";
import { findServers } from "./servers.ts";
import type { RunSettings, SubjectSettings, TokenKind } from "./settings.ts";
import { prepareSigningExample, type SigningExample, signedByTheHarness } from "./signingExample.ts";
import { readSubject, type SubjectFolder } from "./subject.ts";

/** A module that a run is to try. */
export interface TriedModule {
  /** Tells its results from those of others. */
  readonly name: string;
  /** A folder or a Terraform module source; default: the module that comes with the harness. */
  readonly source?: string;
  /** Only against these requirements; default: all of the run. */
  readonly only?: readonly string[];
}

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

/** Commands of Terraform. */
const atATime = { concurrency: availableParallelism() };

/**
 * Finds the artifacts, opens the run and initialises the template with the subject.
 *
 * @throws WrongInput, CannotRunHere as the parts do
 */
export async function prepareRun(request: RunRequest): Promise<PreparedRun> {
  const { progress, detail = () => {}, signal, runtime = "process", agents = ["debian"] } = request;
  if (runtime === "process") await requireProcessRuntime();
  await using opened = new AsyncDisposableStack();
  const scope = opened.use(request.scope ?? (await openRun(request.keep ?? false)));
  checkSocketPath(scope.folder, runtime);
  detail(`the run ${scope.id} is in ${scope.folder}`);
  const options = { offline: request.offline ?? false, progress, claim: scope.claim, ...(signal && { signal }) };
  const terraform = await findTerraform(request.terraform ?? "terraform", options);
  detail(inWords(terraform));
  const tool = { executable: terraform.path, temporary: scope.folder, marker: runMarker(scope.id) };
  const modules = request.modules ?? [{ name: "module" }];
  const subjects = await pMap(
    modules,
    async ({ source }) => {
      const subject = await readSubject(source, (elsewhere) => fetched(elsewhere, tool, { ...options, scope }));
      await checkSyntax(tool, subject.folder);
      return subject;
    },
    atATime,
  );
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
  const signs = request.examples?.includes("custom-jwt") ?? true;
  progress(`initialising Terraform with ${modules.length === 1 ? "the module" : `${modules.length} modules`}`);
  const [rsaKeys, templates, signingProviders] = await Promise.all([
    makeRsaKeys(),
    pMap(
      subjects,
      async (subject, at) => {
        const folder = join(scope.folder, `template-${at}`);
        return await initialised({ ...tool, cliConfig }, { request, subject, folder });
      },
      atATime,
    ),
    signs ? findSigningProviders(mirror, terraform, options) : undefined,
  ]);
  const played: SubjectSettings[] = [];
  const signings: SigningExample[] = [];
  for (const [at, { name, only }] of modules.entries()) {
    const template = templates[at] ?? "";
    const parts = { folder: join(scope.folder, `signing-${at}`), template, signingKey: rsaKeys.signer };
    const signing = signingProviders && (await prepareSigningExample({ ...tool, cliConfig }, signingProviders, parts));
    if (signing !== undefined) signings.push(signing);
    played.push({
      name,
      template,
      variables: subjects[at]?.variables ?? [],
      ...(only === undefined ? {} : { only }),
      ...(signing !== undefined && "folder" in signing && { signingTemplate: signing.folder }),
    });
  }
  const notes = [
    ...(request.serverDefect === undefined ? [] : [isWrongOnPurpose(request.serverDefect)]),
    ...new Set(signings.flatMap((signing) => ("problem" in signing ? signedByTheHarness(signing.problem) : []))),
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
    subjects: played,
    examples: examplesFolder,
    ...(prepared === undefined ? {} : { docker: prepared }),
    ...(request.token === undefined ? {} : { token: request.token }),
    ...(request.serverDefect === undefined ? {} : { serverDefect: request.serverDefect }),
  };
  const { providers } = signings.flatMap((signing) => ("mirror" in signing ? signing.mirror : []))[0] ?? mirror;
  const cells = servers.programs.flatMap((server) =>
    agents.map((agent) => {
      const cell = cellOf({ server, archives, terraform, providers, agent, runtime });
      return { cell, settings: { ...settled, cell: cell.id, server, agent } };
    }),
  );
  const all = opened.move();
  return { scope, subjects, notes, cells, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

async function fetched(
  source: ModuleSource,
  tool: Omit<TerraformTool, "cliConfig">,
  { offline, progress, scope }: Pick<ArtifactOptions, "offline" | "progress"> & { readonly scope: OpenRun },
): ReturnType<typeof fetchModule> {
  if (offline) {
    const problem = `There is no folder ${source.source}, and --offline forbids to fetch a module of that name.`;
    const remedy = "Leave --offline out, or give the module's folder.";
    throw new CannotRunHere("module.offline", problem, remedy, { ...source });
  }
  progress(`fetching the module ${source.source}`);
  return await fetchModule(tool, source, join(scope.folder, "fetched"));
}

/** The folder of the template with the subject in it, initialised. */
async function initialised(
  tool: TerraformTool,
  {
    request,
    subject,
    folder,
  }: { readonly request: RunRequest; readonly subject: SubjectFolder; readonly folder: string },
): Promise<string> {
  await prepareTemplate(tool, join(examplesFolder, "workspace"), subject.folder, folder);
  if (request.providers !== undefined) await checkProviders(tool, folder, request.providers);
  return folder;
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
