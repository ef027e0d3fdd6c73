import { CannotRunHere, WrongInput } from "../errors/index.ts";
import { named } from "../text/index.ts";
import { firstError } from "./terraform/index.ts";

/** Whose fault it is that Terraform cannot initialise a template with the subject in it. */
export function notInitialised(output: string): WrongInput | CannotRunHere {
  const why = firstError(output);
  const facts = { output };
  const providers = lackingProviders(output);
  if (providers.length > 0)
    return new CannotRunHere(
      "module.provider",
      `The module needs the provider ${providers.map(named).join(", ")}, which cannot be downloaded here: ${why}.`,
      remedyFor(providers, output),
      { ...facts, providers },
    );
  if (isAboutModules(why))
    return new CannotRunHere(
      "module.calls",
      `The module calls another module that cannot be downloaded here: ${why}.`,
      "Run on a machine that can download that module.",
      facts,
    );
  return new WrongInput(
    "module.init",
    `Terraform cannot initialise a template with this module: ${why}.`,
    /Unsupported Terraform Core version/i.test(output)
      ? "Choose a Terraform that the module supports with --terraform."
      : "Fix the module so that `terraform init` succeeds, or name the folder of the missing providers with --providers.",
    facts,
  );
}

const provider =
  /(?:\bfor|\bresolve|\bquery|\binstalling|\binstall) (?:the )?(?:provider )?([\w.-]+(?:\/[\w.-]+)+)(?=[: ]| v\d)/g;

/** The providers that `terraform init` could not fetch. One that its registry does not have is a mistake of whoever names it. */
export function lackingProviders(output: string): readonly string[] {
  const line = inOneLine(output);
  if (!/Failed to (?:query available|resolve|install) provider|Invalid provider registry host/i.test(line)) return [];
  if (/does not have a provider named/.test(line)) return [];
  return [...new Set([...line.matchAll(provider)].map(([, name = ""]) => name))];
}

/** Whether Terraform complains of a module that it could not fetch. */
export function isAboutModules(why: string): boolean {
  return /Failed to download module|remote module registry|registry service|module package/i.test(why);
}

/** Terraform's output without its frames and line breaks. */
function inOneLine(output: string): string {
  return output.replace(/[│╷╵\s]+/gu, " ");
}

/** What to do about a provider that cannot be fetched. */
export const mirrorProviders =
  "Fill a folder with `terraform providers mirror DIR` where it can be downloaded, and name it with --providers.";

function remedyFor(providers: readonly string[], output: string): string {
  const isCoder = providers.some((name) => name.endsWith("coder/coder"));
  if (isCoder && /no available releases match/.test(inOneLine(output)))
    return "Choose a version of coder/coder that the module supports with --coder.";
  return mirrorProviders;
}
