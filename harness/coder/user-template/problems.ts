import { CannotRunHere, WrongInput } from "../../errors/index.ts";
import type { Block } from "../../hcl/index.ts";
import { named } from "../../text/index.ts";
import { isAboutModules, lackingProviders, mirrorProviders } from "../not-initialised.ts";
import { firstError } from "../terraform/index.ts";

/** What is given is no template. */
export function notATemplate(folder: string): WrongInput {
  return new WrongInput(
    "template.missing",
    `${named(folder)} is not a folder with a template's .tf files.`,
    "Give the folder that `coder templates push` takes with --template.",
    { folder },
  );
}

/** A file of a template cannot be copied. */
export function notCopied(folder: string, cause: Error): WrongInput {
  return new WrongInput(
    "template.unreadable",
    `The template ${named(folder)} cannot be copied: ${cause.message.replace(/\.$/, "")}.`,
    "Make every file of the template readable, and remove broken links.",
    { folder },
    cause,
  );
}

/** What is given with `--modules` is no folder. */
export function notModules(folder: string): WrongInput {
  return new WrongInput(
    "template.modules",
    `${named(folder)} is not a folder.`,
    "Give --modules a folder that has each module in a subfolder of its name.",
    { folder },
  );
}

/** The subject cannot be called without a module that is not here. */
export function lacksModules(
  calls: readonly { readonly what: string; readonly source: string; readonly names: readonly string[] }[],
  subject: string,
): CannotRunHere {
  const all = calls.map(({ what, source }) => `${what} needs the module ${named(source)}`);
  const folders = calls.map(({ names }) => names.map(named).join(" or "));
  return new CannotRunHere(
    "template.module",
    `${all.join(", ")}, which is not available here, and module.${subject} depends on it.`,
    `Give --modules a folder that has it in the subfolder ${folders.join(", ")}.`,
    { calls },
  );
}

/** No call in the template is recognised as one of the module. */
export function withoutCall(folder: string, calls: string): WrongInput {
  return new WrongInput(
    "template.no-call",
    `No module block in the root of the template ${named(folder)} sets vault_jwt_role: ${calls === "" ? "there is none" : `there are ${calls}`}.`,
    "Give a template that calls the vault-jwt module in its own .tf files, not in a nested module.",
    { folder, calls },
  );
}

/** The harness cannot tell which of the calls to test. */
export function severalCalls(folder: string, calls: string): WrongInput {
  return new WrongInput(
    "template.calls",
    `The template ${named(folder)} calls a vault-jwt module more than once (${calls}), but the harness can test only one call.`,
    "Give a copy of the template with one call.",
    { folder, calls },
  );
}

/** The template is for another version of the module. */
export function notTaken({ labels: [call = ""] }: Pick<Block, "labels">, names: readonly string[]): WrongInput {
  return new WrongInput(
    "template.input",
    `Unsupported argument: module.${call} sets ${names.map(named).join(", ")}, which the module does not declare.`,
    "Give a template for this version of the module, or another module with --module.",
    { call, names },
  );
}

/** The subject would have to wait for what is not made. */
export function dependsOnOutside(call: string, leftOut: readonly string[]): WrongInput {
  const outside = leftOut.filter((address) => !address.startsWith(`module.${call}.`));
  return new WrongInput(
    "template.outside",
    `The inputs of module.${call} depend on resources that the harness does not create: ${outside.join(", ")}.`,
    "Give a copy of the template that uses terraform_data or a literal instead.",
    { leftOut },
  );
}

/** Whose fault it is that Terraform cannot initialise a template. What needs a provider is named where it is known. */
export function notInitialised(
  output: string,
  users: ReadonlyMap<string, readonly string[]> = new Map(),
): WrongInput | CannotRunHere {
  const why = firstError(output).replace(/ To see which modules are currently .*$/, "");
  const lacking = lackingProviders(output);
  const needing = lacking.flatMap((name) => users.get(name.split("/").at(-1) ?? "") ?? []).join(", ");
  if (lacking.length > 0)
    return new CannotRunHere(
      "template.provider",
      `${needing === "" ? "The template" : `${needing} of the template`} needs the provider ${lacking.join(", ")}, which is not available here: ${why}.`,
      mirrorProviders,
      { output },
    );
  if (/failed to instantiate provider/.test(output.replace(/\s+/g, " ")))
    return new WrongInput(
      "providers.broken",
      `A provider that the template needs does not run here: ${why}.`,
      "Fill the folder of --providers again with `terraform providers mirror DIR`.",
      { output },
    );
  if (isAboutModules(why))
    return new CannotRunHere(
      "template.module",
      `The template calls a module that cannot be downloaded here: ${why}.`,
      "Run on a machine that can download it, or give a copy of the template that has it in a folder.",
      { output },
    );
  return new WrongInput(
    "template.init",
    `Terraform cannot initialise the template with the module in it: ${why}.`,
    "Fix the template so that `terraform init` succeeds.",
    { output },
  );
}

/** What was chosen, but is not asked for. */
export function notDeclared(
  kind: "parameter" | "variable",
  names: readonly string[],
  known: readonly string[],
): WrongInput {
  return new WrongInput(
    `template.${kind}`,
    `The template has no ${kind} ${names.map(named).join(", ")}.`,
    known.length === 0
      ? `Leave --${kind} out: the template has none.`
      : `Choose among: ${known.map(named).join(", ")}.`,
    { names, known },
  );
}

/** What is asked for and has no default. */
export function parametersLacking(names: readonly string[]): WrongInput {
  return new WrongInput(
    "template.parameters",
    `The template asks for ${names.map(named).join(", ")}, without a default.`,
    `Give ${names.length === 1 ? "it" : "each"} with --parameter NAME=VALUE.`,
    { names },
  );
}

/** Terraform refuses a workspace of the template, and not for the module. */
export function notBuilt(during: "plan" | "apply", why: string, output: string): WrongInput {
  return new WrongInput(
    "template.build",
    `Terraform cannot ${during} the template, independently of the module: ${why}.`,
    remedyOf(why),
    { output },
  );
}

function remedyOf(why: string): string {
  if (/No value for required variable/.test(why))
    return "Give it with --variable NAME=VALUE, or in a terraform.tfvars of the template.";
  if (/network is unreachable|no such host|dial (tcp|udp|unix)|could not resolve host|connection refused/i.test(why))
    return "Terraform has no network here: allow this machine's with --terraform-network.";
  return "Fix the template, or give what it asks for with --parameter and --variable, so that `terraform apply` succeeds.";
}

/** A template whose workspaces nobody could enter. */
export function withoutAgent(leftOut: readonly string[]): WrongInput {
  const why = leftOut.length === 0 ? "it declares none" : leftOut.join(", ");
  return new WrongInput(
    "template.no-agent",
    `A workspace of the template has no agent: ${why}.`,
    "Give a template with a coder_agent on which the workspace's resource depends.",
    { leftOut },
  );
}

/** With what was chosen, the module is not a part of the workspace. */
export function notCalled(call: string): WrongInput {
  return new WrongInput(
    "template.not-called",
    `With these parameters the template creates nothing from module.${call}.`,
    "Choose others with --parameter, so that the template calls the module.",
    { call },
  );
}

/** The module's script is for nobody. */
export function withoutItsAgent(call: string, leftOut: readonly string[]): WrongInput {
  return new WrongInput(
    "template.agent",
    `No agent of the template runs what module.${call} creates: ${leftOut.join(", ")}.`,
    "Give the module the id of an agent that Coder attaches to a resource.",
    { call, leftOut },
  );
}
