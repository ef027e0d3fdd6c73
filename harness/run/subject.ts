import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { WrongInput } from "../errors/index.ts";
import type { Subject } from "../model/report/index.ts";
import { packageFolder } from "../package/index.ts";
import {
  copySubject,
  digestOf,
  entriesOf,
  type GivenFolder,
  givenFolder,
  type Package,
  type Reading,
  readSubjectFiles,
} from "../subject/index.ts";
import { counted, named } from "../text/index.ts";
import { type GivenInputs, readInputs, variablesIn } from "./inputs.ts";
import { type ModuleSource, parseModuleSource } from "./module-source.ts";

/** The module under test, as it was copied for a run. */
export interface SubjectFolder extends Omit<Subject, "inputs"> {
  /** In a copy of exactly the files that the digest covers. */
  readonly folder: string;
  /** That copy: the module's folder, or its package. */
  readonly package: string;
  /** What a reader of the report must know of it. */
  readonly notes: readonly string[];
}

/** How a module is fetched by a source that is no folder. */
export type Fetch = (source: ModuleSource) => Promise<GivenFolder & { readonly version?: string }>;

/** How a run reads a module. */
export interface SubjectReading extends Reading {
  readonly fetch: Fetch;
  /** Where its copy goes: a folder that is not there yet. */
  readonly copy: string;
}

const ownModule = "module";
/** Whatever repository it lies in is not its package. */
const ofHarness = { folder: join(packageFolder, ownModule), package: join(packageFolder, ownModule) };

/**
 * Reads a module: copies it for the run, with its digest and the inputs that it declares. One that is no folder here is
 * fetched first.
 *
 * @throws WrongInput `module.missing`, `module.empty`, `module.not-terraform`, `module.unreadable`, `subject.*`
 */
export async function readSubject(source: string | undefined, reading: SubjectReading): Promise<SubjectFolder> {
  // The module that comes with the harness.
  if (source === undefined) return await describe(ownModule, ofHarness, reading);
  const elsewhere = sourceElsewhere(source);
  const { version, ...given }: Awaited<ReturnType<Fetch>> =
    elsewhere === undefined ? givenFolder(source) : await reading.fetch(elsewhere);
  return { ...(version === undefined ? {} : { version }), ...(await describe(source, given, reading)) };
}

/** A folder that is here goes before every other meaning of the word. */
function sourceElsewhere(word: string): ModuleSource | undefined {
  return existsSync(givenFolder(word).folder) ? undefined : parseModuleSource(word);
}

async function describe(
  source: string,
  given: GivenFolder,
  { copy, ...options }: SubjectReading,
): Promise<Omit<SubjectFolder, "version">> {
  const folder = resolve(given.folder);
  await checkTerraformFiles(folder, source);
  const reading = { ...options, ...(given.package !== undefined && { package: given.package }) };
  const { files, ignored, package: around } = await readSubjectFiles(folder, reading);
  const digest = digestOf(files);
  const copied = await copySubject({ folder, digest }, copy, reading);
  const variables = [...(await variablesIn(copied.folder)).keys()].sort();
  return {
    source,
    ...copied,
    variables,
    ...(ignored.length > 0 && { ignored }),
    notes: around === undefined ? [] : [noteOf(around, files.length)],
  };
}

function noteOf({ root, folder, ways: [way] }: Package, files: number): string {
  const whole = `Module: ${named(folder)} of the package ${named(basename(root))}, ${counted(files, "file")}`;
  return way === undefined ? `${whole}.` : `${whole}: ${named(way.from)} refers to ${named(way.to)}.`;
}

const holdsModule = "Give the folder that holds the module's .tf files with --module.";

/**
 * Checks a module and the inputs that it gets, as far as possible before anything is fetched. Returns the folder that
 * its digest covers, where the module is here.
 *
 * @throws WrongInput as {@link readSubject}
 */
export async function checkSubject(
  source: string,
  { inputs, ...reading }: Reading & { readonly inputs?: GivenInputs | undefined } = {},
): Promise<string | undefined> {
  if (sourceElsewhere(source) !== undefined) return undefined;
  const { folder, package: root } = givenFolder(source);
  await checkTerraformFiles(resolve(folder), source);
  const { package: around } = await entriesOf(folder, { ...reading, package: root });
  if (inputs !== undefined) await readInputs(folder, inputs);
  return around?.root ?? folder;
}

async function checkTerraformFiles(folder: string, source: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) throw notASubject("module.missing", `There is no folder ${named(source)}.`, source);
  if (!found.isDirectory())
    throw notASubject("module.missing", `The module ${named(source)} is a file, not a folder.`, source);
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw notASubject("module.unreadable", `The folder ${named(source)} cannot be read.`, source, cause);
  });
  if (entries.length === 0) throw notASubject("module.empty", `The folder ${named(source)} is empty.`, source);
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  if (names.some((name) => name.endsWith(".tf") || name.endsWith(".tf.json"))) return;
  throw notASubject("module.not-terraform", `The folder ${named(source)} holds no Terraform files.`, source);
}

function notASubject(code: string, problem: string, source: string, cause?: unknown): WrongInput {
  return new WrongInput(code, problem, holdsModule, { source }, cause);
}
