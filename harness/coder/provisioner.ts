import { existsSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { handOver } from "../runtime/confinement/index.ts";
import { copySubject, type HashedFolder } from "../subject/index.ts";
import { layOut, layOutInputs, type Template } from "./lay-out.ts";
import { readManifests } from "./manifest.ts";
import { notInitialised } from "./not-initialised.ts";
import { moduleResources, parametersOf, signedTokenOf } from "./state.ts";
import {
  checkTexts,
  type Inputs,
  installedModules,
  layOutCall,
  moduleBlocks,
  recordModules,
  subjectBlockSource,
  subjectFolder,
} from "./templates/index.ts";
import {
  applyAtOnce,
  firstError,
  initialise,
  type Parameters,
  parameterEnvironment,
  planAndApply,
  planFile,
  provisionerEnvironment,
  type TerraformTool,
  terraform,
} from "./terraform/index.ts";
import type { Build, Owner, Prebuild, Transition, WorkspaceIdentity } from "./types.ts";

/**
 * Lays out the template and runs `terraform init` in it.
 *
 * @throws WrongInput `module.init` when Terraform does not take the subject as a module
 * @throws CannotRunHere `module.provider`, `module.calls`: it needs what cannot be fetched here
 */
export async function prepareTemplate(
  tool: TerraformTool,
  template: string,
  subject: HashedFolder,
  folder: string,
): Promise<Template> {
  await mkdir(folder, { recursive: true });
  await cp(template, folder, { recursive: true });
  const copied = await copySubject(subject, join(folder, subjectFolder));
  const source = `./${relative(folder, copied.folder)}`;
  await writeFile(join(folder, "module.tf.json"), moduleBlocks([{}], source));
  await handOver(tool.confinement, folder);
  const answer = await initialise(tool, folder);
  if (answer.exitCode !== 0) throw notInitialised(answer.output);
  await installAgain(tool, folder);
  return { folder };
}

/**
 * Has Terraform find the subject for a second instance of it too, modules of its own included; and, wherever it lies in
 * its package, by the source that blocks name.
 */
async function installAgain({ confinement }: TerraformTool, folder: string): Promise<void> {
  const modules = (await installedModules(folder)).map((module) =>
    module.Key === "vault" ? { ...module, Source: subjectBlockSource } : module,
  );
  const again = modules.filter(({ Key }) => /^vault(\.|$)/.test(Key));
  const added = again.map((module) => ({ ...module, Key: module.Key.replace(/^vault/, "vault_too") }));
  await recordModules(confinement, folder, [...modules, ...added]);
}

/**
 * Makes a copy of an initialised template in which an example has its own providers too. Gives Terraform's reason where
 * they cannot be installed beside those of the subject.
 */
export async function prepareExample(
  tool: TerraformTool,
  template: Template,
  folder: string,
): Promise<{ readonly problem?: string }> {
  await layOut(tool, template, folder);
  const answer = await initialise(tool, folder);
  return answer.exitCode === 0 ? {} : { problem: firstError(answer.output) };
}

/** Builds of one workspace on one state, as in its life. */
export interface Provisioner {
  build(change: {
    owner: Owner;
    workspace: WorkspaceIdentity;
    transition: Transition;
    /** Default: the workspace is none that was built ahead. */
    prebuild?: Prebuild | undefined;
    /** Of each instance of the module: one, or two. */
    instances: readonly Inputs[];
    /** The agent's working directory; default: the home. */
    directory?: string | undefined;
    /** What the template asks for by `coder_parameter`, by name; default: what the build before had, else the template. */
    parameters?: Parameters;
    /** It is a restart: a Coder server stops what runs before it starts it. */
    restarts?: boolean | undefined;
    /** Signs the owner in at a Coder server, and gives what Coder then knows of them. */
    settleOwner?: () => Promise<Owner>;
    /** The plan is a step of its own, so that it can be shown; default: false. */
    keepsPlan?: boolean | undefined;
  }): Promise<Build>;
  /** The last plan that was kept, as `terraform plan` shows it to people. */
  plan(): Promise<string>;
}

export interface ProvisionerOptions {
  /**
   * `coder` carries every build out in Coder's own steps; default: `one`, which gives the same by one process wherever
   * the steps cannot be told apart.
   */
  readonly steps?: "coder" | "one";
}

/** Copies the initialised template into a folder of the workspace's own. An example takes no input but a token. */
export async function createProvisioner(
  tool: TerraformTool,
  template: Template,
  folder: string,
  { steps = "one" }: ProvisionerOptions = {},
): Promise<Provisioner> {
  await layOut(tool, template, folder);
  const { example, user, inputs } = template;
  const { confinement } = tool;
  let previous: Parameters = {};
  return {
    async build(change) {
      const { owner, workspace, transition, instances, directory, parameters: chosen, keepsPlan = false } = change;
      checkTexts({ owner, workspace, instances, directory, chosen });
      // What was never built is gone at once (rule 3.8).
      if (transition === "destroy" && !existsSync(join(folder, "terraform.tfstate"))) return nothingThere;
      const parameters = { ...user?.parameters, ...previous, ...chosen };
      if (user === undefined)
        await layOutInputs(confinement, folder, {
          instances: instances.map((one) => ({ ...inputs, ...one })),
          directory,
          isExample: example !== undefined,
        });
      else await layOutCall(confinement, folder, user, { inputs: instances[0] ?? {}, directory });
      const environment = provisionerEnvironment(workspace, owner, transition, change.prebuild);
      const forPlan = parameterEnvironment(parameters, previous);
      const inSteps = steps === "coder" || keepsPlan || Object.keys(forPlan).length > 0;
      const applied = { transition, targets: user?.targets ?? [], environment, forPlan };
      const built = inSteps ? await planAndApply(tool, folder, applied) : await applyAtOnce(tool, folder, applied);
      if ("outcome" in built) return built;
      previous = parameters;
      const { output, changes, state } = built;
      const manifests = readManifests(state, { ...workspace, ownerName: owner.name }, user);
      if ("problem" in manifests)
        return { outcome: "refused", during: "apply", output, diagnostics: manifests.problem, refusedInputs: [] };
      return {
        outcome: "succeeded",
        output,
        ...manifests,
        resources: moduleResources(state, user?.call),
        changes: changes.filter((address) => address.startsWith("module.")).sort(),
        parameters: parametersOf(state),
        ...signedTokenOf(state),
      };
    },
    async plan() {
      return (await terraform(tool, folder, ["show", "-no-color", planFile(folder)])).output;
    },
  };
}

/** A build that has left nothing, and said nothing. */
export const nothingThere: Extract<Build, { outcome: "succeeded" }> = {
  outcome: "succeeded",
  output: "",
  manifests: [],
  manifest: undefined,
  ofTemplate: [],
  leftOut: [],
  resources: [],
  changes: [],
  parameters: [],
};
