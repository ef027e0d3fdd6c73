import { matchesGlob } from "node:path";
import { type Requirement, requirements } from "../../scenarios/requirements.ts";
import { WrongInput } from "../errors/index.ts";
import type { ScenarioFile } from "../run/index.ts";

const profiles = new Set<string>(requirements.map((requirement) => requirement.profile));

/** What was asked for of the catalogue. */
export interface Selection {
  readonly only?: readonly string[] | undefined;
  readonly profile?: readonly string[] | undefined;
}

/**
 * The scenarios of a selection.
 *
 * @throws WrongInput `only.unknown`, `profile.unknown`, naming every word that fits nothing
 */
export function selectScenarios(all: readonly ScenarioFile[], { only, profile }: Selection): readonly ScenarioFile[] {
  refuse(
    "profile.unknown",
    "profile",
    (profile ?? []).filter((name) => !profiles.has(name)),
    [...profiles].join(", "),
  );
  refuse(
    "only.unknown",
    "requirement or scenario",
    (only ?? []).filter((word) => !all.some((file) => fits(word, file))),
    "`list` prints them",
  );
  const chosen = new Set(
    (profile === undefined ? requirements : requirements.filter((one) => profile.includes(one.profile))).map(idOf),
  );
  return all.filter((file) => chosen.has(file.requirement) && (only ?? ["*"]).some((word) => fits(word, file)));
}

const idOf = (requirement: Requirement) => requirement.id;

function fits(word: string, file: ScenarioFile): boolean {
  return matchesGlob(file.requirement, word) || matchesGlob(file.name, word);
}

function refuse(code: string, kind: string, unknown: readonly string[], known: string): void {
  if (unknown.length === 0) return;
  throw new WrongInput(code, `There is no ${kind} ${unknown.join(", ")}.`, `Choose among: ${known}.`, { unknown });
}
