import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type ArchiveWish,
  type Artifact,
  type ArtifactOptions,
  type CliArchives,
  findCliArchives,
  findProviders,
  findServer,
  findServerImage,
  findTerraform,
  type ServerImage,
} from "../artifacts/index.ts";
import { checkProviders, checkSyntax, fetchModule, prepareTemplate } from "../coder/index.ts";
import { CannotRunHere } from "../errors/index.ts";
import type { Cell } from "../report/index.ts";
import {
  type AgentKind,
  checkSocketPath,
  type DockerPreparations,
  type OpenRun,
  openRun,
  prepareDocker,
  type RuntimeKind,
  realCli,
  requireProcessRuntime,
  runMarker,
} from "../runtime/index.ts";
import type { ServerName, ServerProgram } from "../vault/index.ts";
import type { ModuleSource } from "./moduleSource.ts";
import { packageFolder } from "./packageFolder.ts";
import type { RunSettings, TokenKind } from "./settings.ts";
import { readSubject, type SubjectFolder } from "./subject.ts";

/** What a run is asked for. Everything has a default. */
export interface RunRequest {
  readonly module?: string;
  readonly servers?: readonly string[];
  readonly vaultBinary?: string;
  readonly runtime?: RuntimeKind;
  readonly token?: TokenKind;
  readonly terraform?: string;
  readonly agents?: readonly AgentKind[];
  readonly providers?: string;
  readonly cliArchives?: ArchiveWish;
  readonly requirements?: readonly string[];
  readonly offline?: boolean;
  readonly keep?: boolean;
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
  readonly subject: SubjectFolder;
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
  if (runtime === "process") await requireProcessRuntime();
  await using opened = new AsyncDisposableStack();
  const scope = opened.use(request.scope ?? (await openRun(request.keep ?? false)));
  if (runtime === "process") checkSocketPath(scope.folder);
  detail(`the run ${scope.id} is in ${scope.folder}`);
  const options = { offline: request.offline ?? false, progress, claim: scope.claim, ...(signal && { signal }) };
  const terraform = await findTerraform(request.terraform ?? "terraform", options);
  detail(inWords(terraform));
  const bare = { executable: terraform.path, marker: runMarker(scope.id) };
  const subject = await readSubject(request.module, (source) => fetched(source, bare, { ...options, scope }));
  await checkSyntax(bare, subject.folder);
  const docker = runtime === "docker" ? await prepareDocker({ ...options, run: scope }) : undefined;
  if (docker !== undefined) scope.usesDocker(docker.connection);
  const archives = await findCliArchives(request.cliArchives ?? "auto", pinnedVersions, options);
  const found = await sequentially(request.servers ?? [undefined], (wanted) =>
    chooseServer(wanted, { ...options, vaultBinary: request.vaultBinary, docker }),
  );
  for (const server of found) detail(inWords(server));
  const servers = [...new Map(found.map((one) => [`${one.name}@${one.version}`, programOf(one)])).values()];
  const mirror = await findProviders(request.providers, options);
  detail(`providers from ${mirror.folder} (${mirror.origin})`);
  const prepared = await docker?.prepare({
    agents,
    servers: servers.map(({ path, image }) => ({
      executables: { [realCli]: path },
      executable: path,
      ...(image === undefined ? {} : { image }),
    })),
  });
  const cliConfig = join(scope.folder, "terraform.tfrc");
  await writeFile(cliConfig, mirror.cliConfig);
  progress("initialising Terraform with the module");
  const tool = { ...bare, cliConfig };
  const source = join(packageFolder, "fixtures/templates/workspace");
  const template = await prepareTemplate(tool, source, subject.folder, join(scope.folder, "template"));
  if (request.providers !== undefined) await checkProviders(tool, template.folder, request.providers);
  signal?.throwIfAborted();
  const cells = servers.flatMap((server) =>
    agents.map((agent) => {
      const cell = cellOf({
        server,
        archives,
        terraform,
        providers: mirror.providers,
        agent,
        runtime,
      });
      const settings: RunSettings = {
        id: scope.id,
        folder: scope.folder,
        runtime: cell.runtime,
        agent,
        cell: cell.id,
        server,
        ...(prepared === undefined ? {} : { docker: prepared }),
        genuineArchives: archives.kind === "genuine" ? archives.files : [],
        terraform: { executable: terraform.path, cliConfig },
        template: template.folder,
        variables: subject.variables,
        ...(request.token === undefined ? {} : { token: request.token }),
        ...(request.requirements === undefined ? {} : { requirements: request.requirements }),
      };
      return { cell, settings };
    }),
  );
  const all = opened.move();
  return { scope, subject, cells, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

async function fetched(
  source: ModuleSource,
  tool: Parameters<typeof fetchModule>[0],
  { offline, progress, scope }: Pick<ArtifactOptions, "offline" | "progress"> & { readonly scope: OpenRun },
): ReturnType<typeof fetchModule> {
  if (offline) {
    const problem = `There is no folder ${source.source}, and --offline forbids to fetch a module of that name.`;
    throw new CannotRunHere("module.offline", problem, "Leave --offline out, or give the module's folder.", {
      ...source,
    });
  }
  progress(`fetching the module ${source.source}`);
  return await fetchModule(tool, source, join(scope.folder, "fetched"));
}

function inWords({ name, version, path, origin }: Artifact): string {
  return `${name} ${version} is ${path} (${origin})`;
}

interface CellParts {
  readonly server: ServerProgram;
  readonly archives: CliArchives;
  readonly terraform: Artifact;
  readonly providers: Readonly<Record<string, string>>;
  readonly agent: AgentKind;
  readonly runtime: RuntimeKind;
}

function cellOf({ server, archives, terraform, providers, agent, runtime }: CellParts): Cell {
  const program = { name: server.name, version: server.version };
  return {
    id: `${runtime}-${server.name}-${server.version}-${terraform.name}-${terraform.version}-${agent}`,
    runtime,
    server: program,
    cli: cliOf(archives, program),
    terraform: { name: terraform.name, version: terraform.version },
    providers,
    agent,
  };
}

/** Stand-ins hand every call to the server's own program, which is a CLI too. */
function cliOf(archives: CliArchives, server: Cell["server"]): Cell["cli"] {
  if (archives.kind === "stand-in") return { ...server, archives: "stand-in" };
  return { name: "vault", version: archives.newest, archives: "genuine" };
}

interface ServerSearch extends ArtifactOptions {
  readonly vaultBinary: string | undefined;
  readonly docker: DockerPreparations | undefined;
}

/** On docker the official image goes before every executable but the one that the user names. */
async function chooseServer(wanted: string | undefined, search: ServerSearch): Promise<Artifact | ServerImage> {
  const { docker, vaultBinary } = search;
  const image =
    docker === undefined || vaultBinary !== undefined
      ? undefined
      : await findServerImage(wanted, (name, command) => docker.program(name, command), search);
  return image ?? (await findServer(wanted, vaultBinary, search));
}

function programOf(found: Artifact | ServerImage): ServerProgram {
  const name: ServerName = found.name === "vault" ? "vault" : "openbao";
  const { version, path } = found;
  return { name, version, path, ...("image" in found ? { image: found.image } : {}) };
}

async function sequentially<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await run(item));
  return results;
}
