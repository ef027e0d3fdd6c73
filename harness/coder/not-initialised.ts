import { CannotRunHere, WrongInput } from "../errors/index.ts";
import { named } from "../text/index.ts";
import { firstError } from "./terraform/index.ts";

/** Whose fault it is that Terraform cannot initialise a template with the subject in it. */
export function notInitialised(output: string): WrongInput | CannotRunHere {
  const why = firstError(output);
  const facts = { output };
  const line = output.replace(/[│╷╵\s]+/gu, " ");
  const providers = providersIn(line);
  if (providers.length > 0 && !/does not have a provider named/.test(line))
    return new CannotRunHere(
      "module.provider",
      `The module needs the provider ${providers.map(named).join(", ")}, which cannot be fetched here: ${why}.`,
      remedyFor(providers, line),
      { ...facts, providers },
    );
  if (/Failed to download module|remote module registry|registry service|module package/i.test(why))
    return new CannotRunHere(
      "module.calls",
      `The module calls another module that cannot be fetched here: ${why}.`,
      "Run it where that module can be fetched.",
      facts,
    );
  return new WrongInput(
    "module.init",
    `Terraform cannot initialise a template with this module: ${why}.`,
    /Unsupported Terraform Core version/i.test(output)
      ? "Choose a Terraform that the module takes with --terraform."
      : "Mend the module until `terraform init` takes it, or name the missing providers' folder with --providers.",
    facts,
  );
}

const provider =
  /(?:\bfor|\bresolve|\bquery|\binstalling|\binstall) (?:the )?(?:provider )?([\w.-]+(?:\/[\w.-]+)+)(?=[: ]| v\d)/g;

function providersIn(line: string): readonly string[] {
  if (!/Failed to (?:query available|resolve|install) provider|Invalid provider registry host/i.test(line)) return [];
  return [...new Set([...line.matchAll(provider)].map(([, name = ""]) => name))];
}

function remedyFor(providers: readonly string[], line: string): string {
  const isCoder = providers.some((name) => name.endsWith("coder/coder"));
  if (isCoder && /no available releases match/.test(line))
    return "Choose a version of coder/coder that the module takes with --coder.";
  return "Fill a folder with `terraform providers mirror DIR` where it can be fetched, and name it with --providers.";
}
