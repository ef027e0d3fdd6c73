import type { Command } from "commander";
import { z } from "zod";
import { parseStrictYaml, readBounded } from "../../input/index.ts";
import { agentKinds } from "../../model/index.ts";
import { print } from "../../text/index.ts";
import { choices } from "../choices.ts";
import { configFile } from "./config-file.ts";

const words = (what: string) => z.array(z.string().min(1)).min(1).exactOptional().describe(what);
const word = (what: string) => z.string().min(1).exactOptional().describe(what);

/** No option that changes what is trusted, such as --sign or --vault-binary: whoever runs a command types those. */
const configSchema = z
  .strictObject({
    schemaVersion: z.literal(1).describe("The version of this format."),
    module: word("The module under test: a folder or a Terraform source."),
    template: word("Your own Coder template that calls the module."),
    parameter: words("Values for coder_parameters of the template, as NAME=VALUE."),
    modules: word("The folder of other modules that the template calls."),
    server: words("Servers, such as openbao@2.7.2; each is a separate cell. `matrix` does not use it."),
    agent: z.array(z.enum(agentKinds)).min(1).exactOptional().describe("Workspace images. `matrix` does not use it."),
    terraform: word("terraform, terraform@V, tofu or tofu@V. `matrix` does not use it."),
    cli: word("The CLI behind the workspaces' stand-ins. `matrix` does not use it."),
    coder: word("The version of the coder/coder provider. `matrix` does not use it."),
    runtime: z.enum(choices.runtime).exactOptional().describe("Where servers and workspaces run."),
    profile: words("Profiles of the catalogue."),
    known: word("The file of known failures."),
    out: word("The folder for the reports."),
    history: word("The folder of past runs, for `matrix`."),
    jobs: z.int().min(1).exactOptional().describe("Scenarios to run at the same time."),
  })
  .meta({
    title: "vault-jwt-conformance options",
    description: `Default options of run, matrix and watch, in ${configFile}`,
  });

/** The published JSON Schema (draft 2020-12) of the file, as the text of `docs/config.schema.json`. */
export function configJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(configSchema, { io: "input" }), null, 2)}\n`;
}

/**
 * Completes a command's options from the file in the current folder, and prints which ones it took.
 *
 * @throws WrongInput as readBounded and parseStrictYaml do
 */
export async function withConfig<T extends object>(command: Command, options: T): Promise<T> {
  const { schemaVersion: _, ...settings } = await readConfig();
  const known = new Set(command.options.map((option) => option.attributeName()));
  const untyped = Object.entries(settings).filter(
    ([name]) => known.has(name) && ["default", undefined].includes(command.getOptionValueSource(name)),
  );
  if (untyped.length === 0) return options;
  print(process.stderr, [`options from ${configFile}: ${untyped.map(([name]) => `--${name}`).join(", ")}`]);
  const given = untyped.map(([name, value]) => [name, typeof value === "number" ? String(value) : value]);
  return { ...options, ...Object.fromEntries(given) };
}

async function readConfig(): Promise<z.infer<typeof configSchema>> {
  const { bytes } = await readBounded(configFile, "config");
  const remedy = "Correct the file; see docs/config.schema.json.";
  return parseStrictYaml(bytes, configFile, { kind: "config", schema: configSchema, remedy }).content;
}
