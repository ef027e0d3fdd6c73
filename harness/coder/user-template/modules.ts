import { cp, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { isState } from "../../subject/index.ts";
import { fetchModule } from "../templates/index.ts";
import type { TerraformTool } from "../terraform/index.ts";
import { literalOf } from "./configuration.ts";
import { notModules } from "./problems.ts";
import { argumentOf, type Declaration, isElsewhere, readTemplate, setSource, sourceOf } from "./text/index.ts";

/** Where modules that a template calls beside the subject come from. */
export interface ModuleSources {
  /** The folder of `--modules`. */
  readonly modules: string | undefined;
  readonly offline: boolean;
}

/** Where they lie in a template's copy. */
const ownFolder = ".harness/modules";

/**
 * Has every call of a module that is elsewhere lead to a folder of the template's copy: one of `--modules`, else what
 * Terraform fetches. What is in neither stays as it is.
 */
export async function layOutModules(
  tool: TerraformTool,
  root: string,
  { call, modules, offline }: ModuleSources & { readonly call: string },
): Promise<void> {
  const tried = new Set<string>();
  const next = async () => {
    const folders = [...(await readTemplate(root, call)).values()];
    const all = folders.flatMap(({ declarations }) => [...declarations.values()]);
    return all.find((one) => isElsewhere(one) && one.key !== `.\nmodule.${call}` && !tried.has(one.key));
  };
  for (let one = await next(); one !== undefined; one = await next()) {
    const at = join(ownFolder, String(tried.size));
    tried.add(one.key);
    const inside =
      (await takeGiven(one, modules, join(root, at))) ?? (offline ? undefined : await take(tool, one, root, at));
    if (inside !== undefined) await setSource(root, one.parts, pathTo(one.folder, join(at, inside)));
  }
}

/**
 * Checks that the folder of `--modules` is one.
 *
 * @throws WrongInput `template.modules`
 */
export async function checkModulesFolder(folder: string): Promise<void> {
  if ((await stat(folder).catch(() => undefined))?.isDirectory()) return;
  throw notModules(folder);
}

/** Copies a module of `--modules`; gives the path of the module in the copy. */
async function takeGiven(call: Declaration, modules: string | undefined, to: string): Promise<string | undefined> {
  if (modules === undefined) return undefined;
  for (const name of namesOf(call)) {
    const folder = join(modules, name);
    if (!(await stat(folder).catch(() => undefined))?.isDirectory()) continue;
    await copyModule(folder, to);
    return ".";
  }
  return undefined;
}

/** The names of the sub-folder in which a call's module may be: that of the call, then that in its source. */
export function namesOf({ address, parts }: Pick<Declaration, "address" | "parts">): readonly string[] {
  const label = address.slice("module.".length);
  const source = (sourceOf(parts) ?? "").replace(/^\w+::/, "").replace(/\?.*$/, "");
  const [, host, inner] = /^((?:[a-z]+:\/\/)?.*?)(?:\/\/(.+))?$/.exec(source) ?? [];
  const words = (inner ?? host ?? "").split("/").filter((word) => word !== "");
  const isOfRegistry = inner === undefined && /^([\w.-]+\/)?[\w-]+\/[\w-]+\/[\w-]+$/.test(source);
  const name = (isOfRegistry ? words.at(-2) : words.at(-1))?.replace(/\.git$/, "");
  return [...new Set([label, ...(name === undefined ? [] : [name])])];
}

async function take(tool: TerraformTool, call: Declaration, root: string, at: string): Promise<string | undefined> {
  const source = sourceOf(call.parts) ?? "";
  const version = literalOf(argumentOf(call.parts, "version")?.text);
  const folder = `${root}-${at.replaceAll("/", "-")}`;
  const wanted = { source, ...(version === undefined ? {} : { version }) };
  const fetched = await fetchModule(tool, wanted, folder).catch(() => undefined);
  if (fetched === undefined) return undefined;
  // The whole package: a module may take files from beside its own folder.
  const [, whole = fetched.folder, inside = "."] =
    /^(.*\/\.terraform\/modules\/subject)\/?(.*)$/.exec(fetched.folder) ?? [];
  await copyModule(whole, join(root, at));
  return inside === "" ? "." : inside;
}

async function copyModule(from: string, to: string): Promise<void> {
  const filter = async (path: string) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    return name !== ".git" && (path === from || !isState(name, (await stat(path)).isDirectory()));
  };
  await cp(from, to, { recursive: true, dereference: true, filter });
}

function pathTo(folder: string, target: string): string {
  const path = relative(folder, target);
  return path.startsWith("..") ? path : `./${path}`;
}
