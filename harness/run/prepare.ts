import { availableParallelism } from "node:os";
import { join } from "node:path";
import pMap from "p-map";
import type { Artifact, ArtifactOptions, CliArchives } from "../artifacts/index.ts";
import { type BareTerraform, checkSyntax } from "../coder/index.ts";
import { fetchModule } from "../coder/templates/index.ts";
import { checkUserTemplate } from "../coder/user-template/index.ts";
import { CannotRunHere } from "../errors/index.ts";
import type { Cell, Isolation, RuntimeKind } from "../model/index.ts";
import type { Subject } from "../model/report/index.ts";
import type { PlannedCell, PlannedScenario, WantedCell } from "../plan/index.ts";
import { type Confinement, openConfinement } from "../runtime/confinement/index.ts";
import type { DockerNeeds } from "../runtime/docker/index.ts";
import { executables, requireProcessRuntime } from "../runtime/index.ts";
import { gapsOf, isolationOf } from "../runtime/isolation/index.ts";
import { checkSocketPath, type OpenRun, openRun, runMarker } from "../runtime/scope/index.ts";
import { named } from "../text/index.ts";
import { cellOf, cellOfWords, type NamedParts } from "./cell.ts";
import {
  archivesFor,
  type CellParts,
  type FoundParts,
  findFurtherParts,
  findTools,
  firstFound,
  foundIn,
  layOutToolchains,
  optionsOf,
  partsOf,
  type Toolchain,
  toolchainOf,
} from "./find/index.ts";
import { readInputs } from "./inputs.ts";
import type { ModuleSource } from "./module-source.ts";
import { overridesOf } from "./overrides.ts";
import { examplesFolder } from "./readme-example.ts";
import { type ReadModule, type RunRequest, signsTheExample, type TriedModule } from "./request.ts";
import { makeRsaKeys } from "./rsa-keys.ts";
import type { RunSettings } from "./settings.ts";
import { readSubject, type SubjectFolder } from "./subject.ts";
import { unitedCells } from "./united-cells.ts";

/** A run that can start: everything found, verified and laid out. */
export interface PreparedRun extends AsyncDisposable {
  readonly scope: OpenRun;
  /** In the order of the request. */
  readonly subjects: readonly PreparedSubject[];
  /** What the report has to say of the run. */
  readonly notes: readonly string[];
  /** How Terraform is kept apart from this machine. */
  readonly confinement: Confinement;
  readonly cells: readonly PreparedCell[];
  /** Cells that were planned and are not available here, and why. */
  readonly lacking: readonly LackingCell[];
}

/** A module that was read, and the names of the inputs that it was given. */
export type PreparedSubject = SubjectFolder & Pick<Subject, "inputs">;

/** A cell that can run, and what it runs. */
export interface PreparedCell {
  readonly cell: Cell;
  readonly settings: RunSettings;
  readonly scenarios: readonly PlannedScenario[];
}

/** A cell that is not available here, and what it would have run. */
export interface LackingCell {
  readonly cell: Cell;
  readonly reason: string;
  readonly scenarios: readonly PlannedScenario[];
  /** The names of the modules that it would have tried. */
  readonly subjects: readonly string[];
}

/**
 * Finds the artifacts, opens the run and initialises the template with the subject.
 *
 * @throws WrongInput, CannotRunHere as the parts do
 */
export async function prepareRun(request: RunRequest): Promise<PreparedRun> {
  const { progress, detail = () => {}, signal, template, providers, keep = false } = request;
  const wanted = request.cells.map((cell) => cell.wanted);
  const agentsOfProcesses = wanted.filter(({ runtime }) => runtime === "process").map(({ agent }) => agent);
  if (agentsOfProcesses.length > 0) await requireProcessRuntime(agentsOfProcesses);
  await using opened = new AsyncDisposableStack();
  const scope = opened.use(request.scope ?? (await openRun(keep)));
  for (const { runtime } of wanted) checkSocketPath(scope.folder, runtime);
  detail(`the run ${scope.id} is in ${scope.folder}`);
  const options = optionsOf(request, scope);
  const { terraforms, docker } = await findTools(request, scope, options);
  for (const terraform of foundIn(terraforms)) detail(inWords(terraform));
  const network = request.terraformNetwork ?? false;
  const { confinement } = opened.use(await openConfinement(scope, { network, offline: options.offline, docker }));
  detail(`Terraform is isolated by ${confinement.kind}`);
  const { path: executable } = firstFound(terraforms);
  const tool = { executable, confinement, temporary: scope.folder, marker: runMarker(scope.id) };
  const modules = await readModules(request, tool, { ...options, scope });
  if (template !== undefined) await checkUserTemplate(tool, template);
  const found = { terraforms, ...(await findFurtherParts(request, docker, options)) };
  for (const { artifact } of Object.values(found.programs).flatMap(foundIn)) detail(inWords(artifact));
  for (const agent of Object.values(found.coderAgents).flatMap(foundIn)) detail(inWords(agent));
  for (const { folder, origin } of foundIn(found.mirrors)) detail(`providers from ${folder} (${origin})`);
  const { runnable, lacking } = divided(request.cells, found, modules);
  const prepared = await docker?.prepare(needsOf(runnable));
  progress(`initialising Terraform with ${modules.length === 1 ? "the module" : `${modules.length} modules`}`);
  const rsaKeys = await makeRsaKeys();
  const toolchains = await layOutToolchains(
    runnable.map(({ parts }) => parts),
    {
      modules,
      tool,
      scope,
      providers,
      template,
      signs: signsTheExample(request),
      folder: scope.folder,
      signingKey: rsaKeys.signer,
    },
    options,
  );
  const subjects = modules.map(({ subject, settledInputs }) => withInputs(subject, Object.keys(settledInputs)));
  const notesOfToolchains = new Set([...toolchains.values()].flatMap((one) => one.notes));
  const notes = [...gapsOf(confinement), ...notesOf(request, subjects), ...notesOfToolchains];
  for (const note of notes) progress(note);
  signal?.throwIfAborted();
  const isolations = await isolationsOf(wanted, { keep, confinement, unbounded: docker?.unbounded ?? [] });
  const overrides = overridesOf(request);
  const shared = { ...settledOf(request, scope), rsaKeys };
  const cells = runnable.map((cell) => {
    const toolchain = toolchainOf(toolchains, cell.parts);
    const { runtime } = cell.wanted;
    return preparedCell(cell, toolchain, {
      overrides,
      isolation: isolations.get(runtime),
      shared: { ...shared, ...(runtime === "docker" && prepared !== undefined && { docker: prepared }) },
    });
  });
  const all = opened.move();
  return {
    scope,
    subjects,
    notes,
    confinement,
    lacking,
    cells: unitedCells(cells).map((one) => ({
      ...one,
      settings: { ...one.settings, tokensOf: tokensOf(one.scenarios) },
    })),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** A cell all of whose parts were found. */
interface RunnableCell extends PlannedCell {
  readonly parts: CellParts & { readonly archives: CliArchives };
}

/** Which of the cells can run with what was found. */
function divided(
  cells: readonly PlannedCell[],
  found: FoundParts & { readonly archives: CliArchives },
  modules: readonly TriedModule[],
): { readonly runnable: readonly RunnableCell[]; readonly lacking: readonly LackingCell[] } {
  const subjects = modules.map(({ name }) => name);
  const runnable: RunnableCell[] = [];
  const lacking: LackingCell[] = [];
  for (const { wanted, scenarios } of cells) {
    const parts = partsOf(wanted, found);
    if (parts instanceof CannotRunHere)
      lacking.push({ cell: cellOfWords(wanted), reason: parts.message, scenarios, subjects });
    else runnable.push({ wanted, scenarios, parts: { ...parts, archives: archivesFor(wanted, found.archives) } });
  }
  return { runnable, lacking };
}

function preparedCell(
  { wanted, scenarios, parts }: RunnableCell,
  { terraform, providers, subjects }: Toolchain,
  {
    shared,
    ...facts
  }: Pick<NamedParts, "isolation" | "overrides"> & {
    readonly shared: Pick<RunSettings, "id" | "folder" | "examples" | "rsaKeys" | "keep" | "serverDefect" | "docker">;
  },
): PreparedCell {
  const cell = cellOf(wanted, { ...parts, providers, ...facts });
  const { archives, server, cli } = parts;
  const settings = {
    ...shared,
    cell: cell.id,
    runtime: wanted.runtime,
    agent: wanted.agent,
    server: server.program,
    realCli: cli.program.path,
    ...(parts.coderAgent !== undefined && { coderAgent: parts.coderAgent.path }),
    ...(parts.coderServer !== undefined && { coderServer: parts.coderServer.path }),
    terraform,
    subjects,
    genuineArchives: archives.kind === "genuine" ? archives.files : [],
  };
  return { cell, settings, scenarios };
}

/** The settings that all cells share. */
function settledOf({ keep, serverDefect }: RunRequest, { id, folder }: OpenRun) {
  return {
    id,
    folder,
    examples: examplesFolder,
    ...(keep ? { keep } : {}),
    ...(serverDefect === undefined ? {} : { serverDefect }),
  };
}

/** The kinds of token that each requirement is planned with. */
function tokensOf(scenarios: readonly PlannedScenario[]): NonNullable<RunSettings["tokensOf"]> {
  const byRequirement = Map.groupBy(scenarios, ({ requirement }) => requirement);
  return Object.fromEntries(
    [...byRequirement].map(([id, own]) => [id, [...new Set(own.flatMap(({ tokens }) => tokens))]]),
  );
}

type Fetching = Pick<ArtifactOptions, "offline" | "progress"> & { readonly scope: OpenRun };

async function readModules(
  { modules = [{ name: "module" }], ignoreState, template }: RunRequest,
  tool: BareTerraform,
  fetching: Fetching,
): Promise<readonly ReadModule[]> {
  const read = async (module: TriedModule, at: number) => {
    const subject = await readSubject(module.source, {
      fetch: (source) => fetched(source, tool, fetching),
      copy: join(fetching.scope.folder, "modules", String(at)),
      ignoreState,
      progress: fetching.progress,
    });
    await checkSyntax(tool, subject.folder);
    // A template of the user's own gives the module what it needs.
    const settledInputs = template === undefined ? await readInputs(subject.folder, module.inputs ?? {}) : {};
    return { ...module, subject, settledInputs };
  };
  return await pMap(modules, read, { concurrency: availableParallelism() });
}

function withInputs(subject: SubjectFolder, names: readonly string[]): PreparedSubject {
  if (names.length === 0) return subject;
  const note = `Given to the module by --input: ${names.map(named).join(", ")}.`;
  return { ...subject, inputs: names, notes: [...subject.notes, note] };
}

/** What isolates each of the runtimes that cells have. */
async function isolationsOf(
  cells: readonly WantedCell[],
  facts: { readonly keep: boolean; readonly unbounded: readonly string[]; readonly confinement: Confinement },
): Promise<ReadonlyMap<RuntimeKind, Isolation>> {
  const runtimes = new Set(cells.map(({ runtime }) => runtime));
  return new Map(await pMap(runtimes, async (runtime) => [runtime, await isolationOf(runtime, facts)] as const));
}

/** Workspaces have the CLI in them, and a server that comes as no image is put into one. */
function needsOf(cells: readonly RunnableCell[]): DockerNeeds {
  const onDocker = cells.filter(({ wanted }) => wanted.runtime === "docker");
  return {
    workspaces: onDocker.map(({ wanted, parts }) => ({
      agent: wanted.agent,
      executables: executables.ofCell({ realCli: parts.cli.program.path, coderAgent: parts.coderAgent?.path }),
    })),
    servers: onDocker.flatMap(({ parts: { server } }) =>
      server.program.image === undefined ? [server.program.path] : [],
    ),
  };
}

async function fetched(
  source: ModuleSource,
  tool: BareTerraform,
  { offline, progress, scope }: Fetching,
): ReturnType<typeof fetchModule> {
  if (offline) {
    const problem = `There is no folder ${named(source.source)}, and --offline does not allow downloads.`;
    const remedy = "Leave --offline out, or give the module's folder.";
    throw new CannotRunHere("module.offline", problem, remedy, { ...source });
  }
  progress(`fetching the module ${named(source.source)}`);
  return await fetchModule(tool, source, join(scope.folder, "fetched"));
}

function inWords({ name, version, path, origin }: Artifact): string {
  return `${name} ${version} is ${path} (${origin})`;
}

/** What a request changes that a reader of its report must know. */
function notesOf({ serverDefect }: RunRequest, subjects: readonly PreparedSubject[]): readonly string[] {
  const wrong = `Vault was set up wrongly on purpose (--server-defect ${serverDefect}): this says nothing about the module.`;
  return [
    ...(serverDefect === undefined ? [] : [wrong]),
    ...subjects.flatMap(({ ignored = [], notes }) => [
      ...notes,
      ...(ignored.length === 0 ? [] : [`Left out of the module by --ignore-state: ${ignored.map(named).join(", ")}.`]),
    ]),
  ];
}
