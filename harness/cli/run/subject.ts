import { readdirSync, realpathSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { WrongInput } from "../../errors/index.ts";
import { packageFolder } from "../../package/index.ts";
import type { RunRequest, TriedModule } from "../../run/index.ts";
import { digestOf, givenFolder, readSubjectFiles } from "../../subject/index.ts";
import { named, shellWord } from "../../text/index.ts";
import { isInside } from "../is-inside.ts";

/**
 * The module that a command is about: what `--module` names, else the current folder where that holds a module, else
 * `module` in this project's own folder. No other module is ever tested instead of the user's own.
 *
 * @throws WrongInput `module.unnamed`
 */
export function moduleOf(given: string | undefined, command: "run" | "matrix" | "watch"): string {
  if (given !== undefined) return given;
  if (holdsModule(".")) return ".";
  if (realpathSync(".") === realpathSync(packageFolder)) return "module";
  const [found = "FOLDER"] = foldersIn(".").filter(holdsModule);
  const problem = "The current folder holds no Terraform files, and --module is not given.";
  const typed = `vault-jwt-conformance ${command} --module ${shellWord(found)}`;
  throw new WrongInput("module.unnamed", problem, `Name the module: \`${typed}\`.`);
}

/** Whether a folder has files of Terraform. */
export function holdsModule(folder: string): boolean {
  return filesIn(folder).some(({ name, isFolder }) => !isFolder && /\.tf(?:\.json)?$/.test(name));
}

function foldersIn(folder: string): readonly string[] {
  const isHidden = (name: string) => name.startsWith(".") || name === "node_modules";
  return filesIn(folder)
    .filter(({ name, isFolder }) => isFolder && !isHidden(name))
    .map(({ name }) => name)
    .sort();
}

function filesIn(folder: string): readonly { readonly name: string; readonly isFolder: boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      isFolder: entry.isDirectory(),
    }));
  } catch {
    return [];
  }
}

/**
 * The folder for the reports without `--out`: in the current folder, or beside it if the module is there, as the module's
 * digest covers everything in its folder.
 */
export function reportFolderOf(module: string): string {
  const { folder, package: root = folder } = givenFolder(module);
  return isInside(".", root) ? join(relative("", resolve(root, "..")), reportFolder) : reportFolder;
}

const reportFolder = "conformance-report";

/** The first line of a run: which module it judges. The digest of one that is fetched first is not known yet. */
export async function introduced(
  { source = "module" }: TriedModule,
  { ignoreState = false }: Pick<RunRequest, "ignoreState">,
): Promise<string> {
  const { folder, package: root } = givenFolder(source);
  if (!holdsModule(folder)) return `module: ${named(source)} (downloaded first)`;
  const { files } = await readSubjectFiles(folder, { ignoreState, ...(root !== undefined && { package: root }) });
  return `module: ${named(resolve(folder))} (${digestOf(files)})`;
}
