import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { type ExitStatus, exitStatus, WrongInput } from "../../errors/index.ts";
import { blocksOf } from "../../hcl/index.ts";
import { toolVersion } from "../../package/index.ts";
import { named, print, shellWord } from "../../text/index.ts";
import { holdsModule } from "../run/subject.ts";
import { configFile } from "./config-file.ts";
import { configText, gitlabText, knownText, mainTestText, terraformTestText, workflowText } from "./texts.ts";

/** The options of `init` as they were typed. */
export interface InitOptions {
  readonly module?: string;
  readonly dryRun?: boolean;
}

/** What a repository is, as far as it shows. */
interface Ground {
  /** The module's folder, relative to the current one. */
  readonly module: string;
  readonly ci: "github" | "gitlab";
  /** It lies as Coder's registry has its modules: `registry/NAMESPACE/modules/NAME`. */
  readonly isRegistry: boolean;
}

/**
 * Writes what a module's repository needs to be checked: a workflow, the options that are always the same, an empty list of
 * known failures, and the tests that Coder's registry runs. Existing files stay as they are.
 *
 * @throws WrongInput `init.no-module`
 */
export async function init({ module, dryRun = false }: InitOptions): Promise<ExitStatus> {
  const ground = await lookAround(module);
  for (const [path, text] of Object.entries(await filesFor(ground))) {
    const isThere = existsSync(path);
    const what = isThere ? "kept, as it exists" : dryRun ? "would write" : "wrote";
    print(process.stdout, [`${what}: ${named(path)}`]);
    if (dryRun && !isThere)
      print(
        process.stdout,
        [...text.trimEnd().split("\n"), ""].map((line) => `    ${line}`),
      );
    if (isThere || dryRun) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: "wx" });
  }
  const options = ground.module === "." ? "" : ` --module ${shellWord(ground.module)}`;
  print(process.stdout, [`next: npx vault-jwt-conformance@${toolVersion} run${options}`]);
  return exitStatus.conforms;
}

async function lookAround(given: string | undefined): Promise<Ground> {
  const module = given ?? (await moduleBelow("."));
  if (module === undefined || !holdsModule(module)) {
    const where = module === undefined ? "this folder, or below it" : `the folder ${named(module)}`;
    const remedy = "Name the module: `vault-jwt-conformance init --module FOLDER`.";
    throw new WrongInput("init.no-module", `There is no vault-jwt module in ${where}.`, remedy, { module });
  }
  const remote = await readFile(".git/config", "utf8").catch(() => "");
  const isGitlab = existsSync(".gitlab-ci.yml") || (!existsSync(".github") && /url = .*gitlab/.test(remote));
  return {
    module: relative("", resolve(module)) || ".",
    ci: isGitlab ? "gitlab" : "github",
    isRegistry: /\/registry\/[^/]+\/modules\/[^/]+$/.test(resolve(module)),
  };
}

const deepest = 5;

/** The module of the current folder, else the nearest below it that is called vault-jwt. */
async function moduleBelow(folder: string): Promise<string | undefined> {
  if (holdsModule(folder)) return folder;
  let level: readonly string[] = [folder];
  for (let depth = 0; depth < deepest; depth += 1) {
    level = (await Promise.all(level.map(foldersIn))).flat();
    const found = level.find((one) => basename(one) === "vault-jwt" && holdsModule(one));
    if (found !== undefined) return found;
  }
  return undefined;
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
    .map(({ name }) => join(folder, name))
    .sort();
}

async function filesFor({ module, ci, isRegistry }: Ground): Promise<Readonly<Record<string, string>>> {
  const inputs = isRegistry ? await requiredInputs(module) : [];
  return {
    ...(ci === "github"
      ? { ".github/workflows/vault-jwt-conformance.yml": workflowText(module, toolVersion) }
      : { ".gitlab-ci.yml": gitlabText(toolVersion) }),
    [configFile]: configText(module),
    "known-failures.yaml": knownText(),
    ...(isRegistry && {
      [join(module, "main.test.ts")]: mainTestText(inputs),
      [join(module, `${basename(module)}.tftest.hcl`)]: terraformTestText(inputs),
    }),
  };
}

/** The inputs of a module that have no default. */
async function requiredInputs(module: string): Promise<readonly string[]> {
  const files = (await readdir(module)).filter((name) => name.endsWith(".tf"));
  const blocks = await Promise.all(files.map((name) => blocksOf(join(module, name))));
  return blocks
    .flat()
    .filter(({ type, arguments: given }) => type === "variable" && !("default" in given))
    .flatMap(({ labels }) => labels.slice(0, 1));
}
