import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Input } from "../coder/index.ts";
import { WrongInput } from "../errors/index.ts";
import type { Block } from "../hcl/index.ts";
import { nearest } from "../input/index.ts";
import { named, quoted, shellWord } from "../text/index.ts";

/** Values for inputs of a module that the harness does not know, as they were typed. */
export type GivenInputs = Readonly<Record<string, string>>;

/** What the harness gives a module itself, and what scenarios give or leave out on purpose. */
const ownInputs = ["agent_id", "vault_addr", "vault_jwt_role", "vault_jwt_token"];
const scenarioInputs = ["vault_jwt_auth_path", "vault_cli_version", "vault_namespace"];

/**
 * Reads values for a module's inputs as Terraform reads those of `-var`: the type that the module declares decides
 * whether a text is taken as it is or as an expression.
 *
 * @throws WrongInput `module.input` for a value that the module cannot take, `module.inputs` where it requires more
 */
export async function readInputs(folder: string, given: GivenInputs): Promise<Readonly<Record<string, Input>>> {
  const variables = await variablesIn(folder);
  for (const name of Object.keys(given)) checkName(name, [...variables.keys()]);
  const lacking = [...variables].flatMap(([name, { hasDefault }]) =>
    hasDefault || given[name] !== undefined || [...ownInputs, ...scenarioInputs].includes(name) ? [] : [name],
  );
  if (lacking.length > 0) throw withoutValue(lacking);
  const read = Object.entries(given).map(
    async ([name, text]) => [name, await inputOf(name, text, variables.get(name)?.type)] as const,
  );
  return Object.fromEntries(await Promise.all(read));
}

/** What a module says of one of its inputs. */
export interface Variable {
  /** The text of its type; `undefined` where it declares none. */
  readonly type: string | undefined;
  readonly hasDefault: boolean;
}

/** Reads the inputs that a module declares, by name. An overriding file adds to what another one declares. */
export async function variablesIn(folder: string): Promise<ReadonlyMap<string, Variable>> {
  // Scenarios' workers load this folder, and have no use for a parser.
  const { blocksOf } = await import("../hcl/index.ts");
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => /\.tf(\.json)?$/.test(entry.name) && !entry.isDirectory());
  const names = files.map(({ name }) => name).sort();
  const blocks = (await Promise.all(names.map((name) => blocksOf(join(folder, name))))).flat();
  const variables = new Map<string, Variable>();
  for (const { type, labels, arguments: has } of blocks) {
    const [name] = labels;
    if (type === "variable" && name !== undefined) variables.set(name, merged(variables.get(name), has));
  }
  return variables;
}

function merged(before: Variable | undefined, { type, default: value }: Block["arguments"]): Variable {
  return {
    // Terraform's JSON syntax has it in quotes.
    type: type?.replace(/^"(.*)"$/s, "$1") ?? before?.type,
    hasDefault: value !== undefined || (before?.hasDefault ?? false),
  };
}

function checkName(name: string, known: readonly string[]): void {
  if (ownInputs.includes(name)) {
    const problem = `--input sets ${named(name)}, which the harness sets itself.`;
    throw new WrongInput("module.input", problem, "Leave it out.", { name });
  }
  if (known.includes(name)) return;
  const near = nearest(name, known);
  const remedy = near === undefined ? `Choose among: ${known.map(named).join(", ")}.` : `Did you mean ${named(near)}?`;
  throw new WrongInput("module.input", `The module declares no input ${named(name)}.`, remedy, { name, known });
}

function withoutValue(names: readonly string[]): WrongInput {
  const what = names.length === 1 ? "an input that has" : "inputs that have";
  const problem = `The module requires ${what} no default and that the harness does not set: ${names.map(named).join(", ")}.`;
  const options = names.map((name) => `--input ${shellWord(`${name}=VALUE`)}`).join(" ");
  return new WrongInput("module.inputs", problem, `Give ${names.length === 1 ? "it" : "each"} a value: ${options}`, {
    names,
  });
}

async function inputOf(name: string, text: string, type: string | undefined): Promise<Input> {
  if (type === "number" && (text.trim() === "" || Number.isNaN(Number(text)))) throw notOfType(name, "a number");
  if (type === "bool" && !["true", "false", "1", "0"].includes(text)) throw notOfType(name, "true or false");
  if (type === undefined || ["string", "number", "bool"].includes(type)) return text;
  const { kindOfExpression } = await import("../hcl/index.ts");
  const kind = await kindOfExpression(text);
  const isList = /^(list|set|tuple)\b/.test(type);
  if (kind === undefined)
    throw notOfType(name, `${quoted(type)}, an expression such as ${isList ? '["a", "b"]' : '{ a = "b" }'}`);
  if (isList && kind === "object") throw notOfType(name, 'a list, such as ["a", "b"]');
  if (/^(map|object)\b/.test(type) && kind === "tuple") throw notOfType(name, 'a map, such as { a = "b" }');
  return { expression: text };
}

/** The value itself may be a secret. */
function notOfType(name: string, type: string): WrongInput {
  const problem = `The value of --input ${named(name)} has the wrong type: the module takes ${type}.`;
  return new WrongInput("module.input", problem, "Write it as for `terraform plan -var`.", { name, type });
}
