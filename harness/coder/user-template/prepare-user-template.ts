import { chmod, cp, lstat, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { handOver } from "../../runtime/confinement/index.ts";
import { copySubject, type HashedFolder, isState } from "../../subject/index.ts";
import type { UserTemplate } from "../templates/index.ts";
import { layOutCall, recordModules, subjectSource, userSubjectFolder } from "../templates/index.ts";
import {
  type BareTerraform,
  checkSyntax,
  initialise,
  type TerraformAnswer,
  type TerraformTool,
  terraform,
  terraformAsCaller,
} from "../terraform/index.ts";
import { type Configuration, type Declared, literalOf, readConfiguration } from "./configuration.ts";
import { type Reach, readReach } from "./graph.ts";
import { lighten } from "./lighten.ts";
import {
  dependsOnOutside,
  notATemplate,
  notCopied,
  notDeclared,
  notInitialised,
  notTaken,
  parametersLacking,
  severalCalls,
  withoutCall,
} from "./problems.ts";
import { decidersOf, placesOf, whyItStays } from "./text/index.ts";
import { trialInputs, tryTemplate } from "./try-template.ts";

/** A template of the user's own, and what was chosen for it. */
export interface UserTemplateRequest {
  readonly folder: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  /** A folder of the modules that the template calls beside the subject. */
  readonly modules?: string;
}

/** A user's template with the subject in the place of the module that it calls, initialised and tried. */
export interface PreparedUserTemplate {
  readonly folder: string;
  readonly user: UserTemplate;
  /** The addresses of what is not built. */
  readonly leftOut: readonly string[];
  /** The calls of modules that are not here, with their sources. */
  readonly leftOutCalls: readonly string[];
}

/** What the harness gives a call in every scenario. */
const alwaysSettled = ["source", "version", "vault_addr", "vault_jwt_role"];

/** What scenarios settle: where a template's call gives them and a scenario does not, the subject's default stands. */
const settled = ["vault_jwt_token", "vault_jwt_auth_path", "vault_cli_version", "vault_namespace"];

/**
 * Checks that a folder has a template's files.
 *
 * @throws WrongInput `template.missing`
 */
export async function checkTemplateFolder(folder: string): Promise<void> {
  await configurationOf(folder);
}

/**
 * Checks what can be known of a template before it is initialised.
 *
 * @throws WrongInput `template.syntax`, `template.no-call`, `template.calls`, `template.parameters`, `template.variable`
 */
export async function checkUserTemplate(tool: BareTerraform, request: UserTemplateRequest): Promise<void> {
  await checkSyntax(tool, request.folder, "template");
  const configuration = await configurationOf(request.folder);
  callOf(configuration, request.folder);
  const names = configuration.variables.map(({ labels: [name = ""] }) => name);
  const unknown = Object.keys(request.variables).filter((name) => !names.includes(name));
  if (unknown.length > 0) throw notDeclared("variable", unknown, names);
  const lacking = requiredParameters(configuration).filter((name) => request.parameters[name] === undefined);
  if (lacking.length > 0) throw parametersLacking(lacking);
}

/**
 * Copies a user's template into a folder of the run, has its call of the module lead to the subject, initialises it and
 * builds it once, so that what is wrong with the template is not taken for a verdict about the module.
 *
 * @throws WrongInput `template.*`: the template cannot be used, or not so
 * @throws CannotRunHere `template.provider`, `template.module`: it needs what is not available here
 */
export async function prepareUserTemplate(
  tool: TerraformTool,
  request: UserTemplateRequest,
  subject: HashedFolder,
  { folder, offline }: { readonly folder: string; readonly offline: boolean },
): Promise<PreparedUserTemplate> {
  const configuration = await configurationOf(request.folder);
  const call = callOf(configuration, request.folder);
  await copyTemplate(request.folder, folder);
  const copy = join(folder, userSubjectFolder);
  const copied = await copySubject(subject, copy);
  await writeFile(join(folder, "zzz_harness_variables.auto.tfvars.json"), JSON.stringify(request.variables), {
    mode: 0o600,
  });
  const variables = (await readConfiguration(copied.folder))?.variables ?? [];
  const unknown = inputsOf(call).filter((name) => variables.every(({ labels }) => labels[0] !== name));
  if (unknown.length > 0) throw notTaken(call, unknown);
  const at = relative(folder, copied.folder);
  const settled = settings(call, variables);
  const { folders, users, ...lightened } = await lighten(tool, folder, {
    call: settled.call,
    settled: [...alwaysSettled, ...Object.keys(settled.defaults)],
    subjectFolder: at,
    modules: request.modules,
    offline,
  });
  const user = { ...settled, parameters: request.parameters, targets: [], attached: [], places: placesOf(folders) };
  await installSubject(tool, folder, { call: user.call, at });
  await layOutCall(tool.confinement, folder, user, { inputs: trialInputs });
  await handOver(tool.confinement, folder);
  const answer = await initialiseTemplate(tool, folder, at);
  if (answer.exitCode !== 0) throw notInitialised(answer.output, users);
  const { kept, leftOut, targets, attached } = await reachOf(tool, folder, user.call);
  const reached = { ...user, attached: [...lightened.attached, ...attached], targets };
  const { agent, leavesAtStop } = await tryTemplate(tool, { folder, user: reached }, kept);
  const deciders = decidersOf(folders.get("."), user.call);
  const isLeft = leavesAtStop ?? !deciders.followsTransition;
  const more = {
    ...(agent === undefined ? {} : { agent }),
    ...(isLeft ? { stop: whyItStays(user.call, deciders) } : {}),
  };
  return {
    folder,
    user: { ...reached, ...more },
    leftOut: [...lightened.leftOut, ...leftOut],
    leftOutCalls: lightened.calls,
  };
}

async function configurationOf(folder: string): Promise<Configuration> {
  const found = await readConfiguration(folder).catch(() => undefined);
  if (found === undefined) throw notATemplate(folder);
  return found;
}

/** The call that gives a role, which every vault-jwt module wants, or that says its name. */
function callOf({ calls }: Configuration, folder: string): Declared {
  const giving = calls.filter((call) => call.arguments.vault_jwt_role !== undefined);
  const found = giving.length > 0 ? giving : calls.filter((call) => /vault-jwt/.test(call.arguments.source ?? ""));
  const [call] = found;
  const names = (found.length > 0 ? found : calls).map(({ labels }) => labels[0]).join(", ");
  if (call === undefined) throw withoutCall(folder, names);
  if (found.length > 1) throw severalCalls(folder, names);
  return call;
}

/** What is Terraform's own in a call. */
const meta = ["source", "version", "count", "for_each", "depends_on", "providers"];

/** Terraform would not look at them: what an overridden call gives too much is no error to it. */
function inputsOf({ arguments: given }: Declared): readonly string[] {
  return Object.keys(given).filter((name) => !meta.includes(name));
}

function settings({ labels: [call = ""], arguments: given }: Declared, variables: readonly Declared[]) {
  const defaults = variables.flatMap(({ labels: [name = ""], arguments: { default: expression } }) =>
    settled.includes(name) && given[name] !== undefined && expression !== undefined ? [[name, expression]] : [],
  );
  return { call, given: Object.keys(given), defaults: Object.fromEntries(defaults) };
}

function requiredParameters({ data }: Configuration): readonly string[] {
  return data.flatMap(({ labels: [type], arguments: { name, default: value, count, for_each: each } }) => {
    const said = literalOf(name);
    const isAsked = type === "coder_parameter" && count === undefined && each === undefined;
    return isAsked && value === undefined && said !== undefined ? [said] : [];
  });
}

/** Beside states: the lock names providers in versions that need not be here. */
const notOfTemplate = [".git", ".terraform.lock.hcl", ".terraform.tfstate.lock.info"];

async function copyTemplate(template: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const filter = async (path: string) => relative(template, path) === "" || (await isOfTemplate(path));
  // What a link leads to is copied too: nothing is ever written to where it is.
  await cp(template, folder, { recursive: true, dereference: true, filter }).catch((error: unknown) => {
    throw isOfFiles(error) ? notCopied(template, error) : error;
  });
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory());
  // Those of somebody who may only read them could not be removed again.
  await Promise.all(folders.map(({ parentPath, name }) => chmod(join(parentPath, name), 0o700)));
}

async function isOfTemplate(path: string): Promise<boolean> {
  const name = basename(path);
  return !notOfTemplate.includes(name) && !isState(name, (await lstat(path)).isDirectory());
}

/** It is the template's files that stand in the way: a link to nowhere, a pipe, a file of somebody else's. */
function isOfFiles(error: unknown): error is Error {
  return error instanceof Error && "code" in error && /^(ERR_FS_CP_|EACCES|ENOENT|ELOOP)/.test(String(error.code));
}

async function installSubject(
  { confinement }: TerraformTool,
  folder: string,
  { call, at }: { readonly call: string; readonly at: string },
): Promise<void> {
  await mkdir(join(folder, ".terraform/modules"), { recursive: true });
  await recordModules(confinement, folder, [
    { Key: "", Source: "", Dir: "." },
    { Key: call, Source: subjectSource.source, Version: subjectSource.version, Dir: at },
  ]);
}

/** Modules of the template that need the caller's credentials are fetched with them, while the subject is not there. */
async function initialiseTemplate(tool: TerraformTool, folder: string, at: string): Promise<TerraformAnswer> {
  const answer = await initialise(tool, folder);
  if (answer.exitCode === 0 || notInitialised(answer.output).code !== "template.module") return answer;
  const subject = join(folder, userSubjectFolder);
  await rename(subject, `${folder}-subject`);
  await mkdir(join(folder, at), { recursive: true });
  await writeFile(join(folder, at, "main.tf.json"), "{}");
  const fetched = await terraformAsCaller(tool, folder, ["get", "-no-color"]);
  await rm(subject, { recursive: true });
  await rename(`${folder}-subject`, subject);
  if (fetched.exitCode !== 0) return fetched;
  await handOver(tool.confinement, folder);
  return await initialise(tool, folder);
}

async function reachOf(tool: TerraformTool, folder: string, call: string): Promise<Reach> {
  const answer = await terraform(tool, folder, ["graph", "-type=plan"]);
  if (answer.exitCode !== 0) throw notInitialised(answer.output);
  const reach = readReach(answer.stdout);
  if (reach.leftOut.some((address) => address.startsWith(`module.${call}.`)))
    throw dependsOnOutside(call, reach.leftOut);
  return reach;
}
