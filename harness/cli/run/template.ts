import type { UserTemplateRequest } from "../../coder/user-template/index.ts";
import { type HarnessError, WrongInput } from "../../errors/index.ts";
import type { ReportedTemplate } from "../../model/report/index.ts";
import { named, quoted } from "../../text/index.ts";

/** The options of `run` about a template of the user's own, as they were typed. */
export interface TemplateOptions {
  readonly template?: string;
  readonly parameter?: readonly string[];
  readonly variable?: readonly string[];
  readonly modules?: string;
}

/**
 * What was typed of a template of the user's own; `undefined` where there is none.
 *
 * @throws WrongInput `option.pair`, `option.template`; several as `AggregateError`
 */
export function templateRequest({
  template,
  parameter = [],
  variable = [],
  modules,
}: TemplateOptions): UserTemplateRequest | undefined {
  const mistakes: HarnessError[] = [];
  const pairs = (option: string, words: readonly string[]) => {
    if (template === undefined && words.length > 0) mistakes.push(withoutTemplate(option));
    return pairsOf(option, words, mistakes);
  };
  const [parameters, variables] = [pairs("--parameter", parameter), pairs("--variable", variable)];
  if (template === undefined && modules !== undefined) mistakes.push(withoutTemplate("--modules"));
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

function pairsOf(option: string, words: readonly string[], mistakes: HarnessError[]): Record<string, string> {
  const pairs = new Map<string, string>();
  for (const word of words) {
    const at = word.indexOf("=");
    const name = word.slice(0, Math.max(at, 0));
    if (name === "") mistakes.push(noPair(option, `${quoted(word)} is not one`));
    else if (pairs.has(name)) mistakes.push(noPair(option, `${named(name)} is given twice`));
    else pairs.set(name, word.slice(at + 1));
  }
  return Object.fromEntries(pairs);
}

function noPair(option: string, why: string): WrongInput {
  const remedy = `Give it as in ${option} region=eu, once for each name.`;
  return new WrongInput("option.pair", `${option} takes NAME=VALUE, and ${why}.`, remedy, { option });
}

function withoutTemplate(option: string): WrongInput {
  const problem = `${option} is for a template of your own, and none is given.`;
  return new WrongInput("option.template", problem, "Give its folder with --template.", { option });
}
