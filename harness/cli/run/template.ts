import type { UserTemplateRequest } from "../../coder/user-template/index.ts";
import { WrongInput } from "../../errors/index.ts";
import type { ReportedTemplate } from "../../model/report/index.ts";
import { pairsOf } from "./pairs.ts";
import type { CommonOptions } from "./plan.ts";

/** The options of `run` about a template of the user's own, as they were typed. */
export interface TemplateOptions {
  readonly template?: string;
  readonly parameter?: readonly string[];
  readonly variable?: readonly string[];
  readonly modules?: string;
}

/**
 * The options about the user's own template; `undefined` if there is none.
 *
 * @throws WrongInput `option.pair`, `option.template`; several as `AggregateError`
 */
export function templateRequest({
  template,
  parameter = [],
  variable = [],
  modules,
  input = [],
}: TemplateOptions & Pick<CommonOptions, "input">): UserTemplateRequest | undefined {
  const mistakes: unknown[] = [];
  const pairs = (option: string, words: readonly string[]) => {
    if (template === undefined && words.length > 0) mistakes.push(withoutTemplate(option));
    try {
      return pairsOf(option, words);
    } catch (error) {
      mistakes.push(...(error instanceof AggregateError ? error.errors : [error]));
      return {};
    }
  };
  const [parameters, variables] = [pairs("--parameter", parameter), pairs("--variable", variable)];
  if (template === undefined && modules !== undefined) mistakes.push(withoutTemplate("--modules"));
  if (template !== undefined && input.length > 0) mistakes.push(inputOfTemplate());
  if (mistakes.length > 0) throw new AggregateError(mistakes);
  if (template === undefined) return undefined;
  return { folder: template, parameters, variables, ...(modules === undefined ? {} : { modules }) };
}

/** What the report says of it. */
export function reportedTemplate(request: UserTemplateRequest | undefined): ReportedTemplate | undefined {
  if (request === undefined) return undefined;
  const { folder: source, parameters, variables, modules } = request;
  return { source, parameters, variables: Object.keys(variables), ...(modules === undefined ? {} : { modules }) };
}

function withoutTemplate(option: string): WrongInput {
  const problem = `${option} needs a template of your own.`;
  return new WrongInput("option.template", problem, "Name the template's folder with --template.", { option });
}

function inputOfTemplate(): WrongInput {
  const problem = "--input works only with the harness's own template, not with --template.";
  const remedy = "Set the module's inputs in the template, for example from a variable: --variable NAME=VALUE.";
  return new WrongInput("option.template", problem, remedy, { option: "--input" });
}
