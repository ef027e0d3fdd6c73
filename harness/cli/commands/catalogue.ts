import { type Requirement, requirements } from "../../../scenarios/requirements.ts";
import { scenarioFiles } from "../../plan/index.ts";

/** A requirement of the catalogue, with what checks it. */
export interface CheckedRequirement extends Omit<Requirement, "scenarios"> {
  /** Names of scenarios, or what stands in their place where it is derived from other requirements. */
  readonly scenarios: readonly string[];
}

/** The whole catalogue, in its order. */
export function readCatalogue(): readonly CheckedRequirement[] {
  const all = scenarioFiles(requirements);
  return requirements.map((requirement) => ({
    ...requirement,
    scenarios:
      requirement.derived === undefined
        ? all.filter((scenario) => scenario.requirement === requirement.id).map(({ name }) => name)
        : [requirement.derived.scenario],
  }));
}
