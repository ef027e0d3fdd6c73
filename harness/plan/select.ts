import { matchesGlob } from "node:path";
import durations from "../../scenarios/durations.json" with { type: "json" };
import { type Requirement, requirements } from "../../scenarios/requirements.ts";
import { type HarnessError, WrongInput } from "../errors/index.ts";
import { didYouMean } from "../input/index.ts";
import { isSource } from "../report/index.ts";
import { named } from "../text/index.ts";
import { type PlannedScenario, type ScenarioFile, scenarioFiles } from "./scenarios.ts";

/** What was asked for of the catalogue, as it was typed. */
export interface Selection {
  readonly only?: readonly string[];
  readonly profile?: readonly string[];
  readonly token?: string;
  /** A template of the user's own, on which not everything runs. */
  readonly template?: string;
}

const profiles: readonly string[] = [...new Set(requirements.map(({ profile }) => profile))];
/** Of requirements that run on a user's own template; the others are about Vault, or about more than one call. */
const templateAreas = new Set(["LOGIN", "PATH", "CLI", "SEC"]);
const catalogue: ReadonlyMap<string, Requirement> = new Map(requirements.map((one) => [one.id, one]));

/**
 * The scenarios of a selection, each with the tokens that it runs with.
 *
 * @throws WrongInput `profile.unknown`, `only.unknown`, `selection.empty`; several as `AggregateError`
 */
export function planScenarios(selection: Selection = {}): readonly PlannedScenario[] {
  const all = scenarioFiles(requirements);
  const { only: words = ["*"], profile = profiles, token, template } = selection;
  const meant = words.map((word) => (all.some((file) => fits(word, file)) ? [word] : sourcesOf(word)));
  const only = meant.flat();
  const unknownProfiles = profile.filter((name) => !profiles.includes(name));
  const unknownWords = words.filter((_, at) => meant[at]?.length === 0);
  const mistakes: readonly HarnessError[] = [
    ...unknown("profile.unknown", {
      kind: "profile",
      words: unknownProfiles,
      among: profiles,
      remedy: `Choose among: ${profiles.join(", ")}.`,
    }),
    ...unknown("only.unknown", {
      kind: "requirement or scenario",
      words: unknownWords,
      among: [...catalogue.keys(), ...all.map(({ name }) => name)],
      remedy: "Choose among those that `list` prints.",
    }),
  ];
  if (mistakes.length > 0) throw new AggregateError(mistakes);
  const chosen = all.flatMap((file) => {
    const requirement = catalogue.get(file.requirement);
    if (requirement === undefined || !profile.includes(requirement.profile)) return [];
    if (template !== undefined && !templateAreas.has(areaOf(requirement.id))) return [];
    const tokens = requirement.tokens.filter((kind) => kind === "none" || kind === (token ?? kind));
    return tokens.length > 0 && only.some((word) => fits(word, file))
      ? [{ ...file, tokens, usualMs: file.waits ? 0 : tokens.length * usual(file.name) }]
      : [];
  });
  if (chosen.length === 0) throw nothingLeft(selection);
  return chosen;
}

/** Milliseconds for a scenario that nobody has measured yet. */
const unmeasured = 2_000;

const measured: ReadonlyMap<string, number> = new Map(Object.entries<number>(durations));
const usual = (scenario: string): number => measured.get(scenario) ?? unmeasured;

/** The requirements that those follow from which a word names and no scenario checks. */
function sourcesOf(word: string): readonly string[] {
  const derived = requirements.flatMap((one) => (isGlobOf(word, one.id) ? (one.derived ?? []) : []));
  return requirements.filter((one) => derived.some((derivation) => isSource(one, derivation))).map(({ id }) => id);
}

/** What a selection leaves out, a sentence each. */
export function leftOutBy({
  only,
  profile,
  token,
  template,
  shard,
}: Selection & { readonly shard?: string }): readonly string[] {
  const given = { "--only": only, "--profile": profile, "--token": token, "--shard": shard };
  const filters = Object.entries(given).flatMap(([option, value]) =>
    value === undefined ? [] : [`Filtered: ${[option, ...[value].flat().map(named)].join(" ")}.`],
  );
  const areas = [...templateAreas].join(", ");
  return template === undefined ? filters : [...filters, `On a template, only ${areas} run.`];
}

const areaOf = (id: string) => id.split("-", 1)[0] ?? "";

function fits(word: string, file: ScenarioFile): boolean {
  return isGlobOf(word, file.requirement) || isGlobOf(word, file.name);
}

/** Whether a glob that somebody typed fits a name; in bounded time. */
export function isGlobOf(word: string, name: string): boolean {
  // Braces, patterns in parentheses and many stars can take longer to look for than anyone waits; no name needs them.
  return !/[{}()]/.test(word) && word.split("*").length <= 5 && matchesGlob(name, word);
}

interface Unknown {
  readonly kind: string;
  readonly words: readonly string[];
  /** What is known. */
  readonly among: readonly string[];
  readonly remedy: string;
}

function unknown(code: string, { kind, words, among, remedy }: Unknown): readonly WrongInput[] {
  if (words.length === 0) return [];
  const problem = `There is no ${kind} ${words.map(named).join(", ")}.`;
  return [new WrongInput(code, problem, didYouMean(words, among) + remedy, { unknown: words })];
}

function nothingLeft({ only, profile, token, template }: Selection): WrongInput {
  const given = { "--only": only, "--profile": profile, "--token": token, "--template": template };
  const options = Object.entries(given).flatMap(([option, value]) =>
    value === undefined ? [] : [option, ...[value].flat().map(named)],
  );
  const onTemplate = template === undefined ? "" : "; on a template only LOGIN, PATH, CLI and SEC run";
  const remedy = `See \`list\` for the profile and the tokens of each${onTemplate}.`;
  return new WrongInput("selection.empty", `No scenario matches ${options.join(" ")}.`, remedy);
}
