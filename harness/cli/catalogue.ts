import { type Requirement, requirements } from "../../scenarios/requirements.ts";
import { discoverScenarios, scenariosFolder } from "../run/index.ts";

/** A requirement of the catalogue, with what checks it. */
export interface CheckedRequirement extends Requirement {
  /** Names of scenarios, or what stands in their place where it is derived from other requirements. */
  readonly scenarios: readonly string[];
}

/** The whole catalogue, in its order. */
export async function readCatalogue(): Promise<readonly CheckedRequirement[]> {
  const all = await discoverScenarios(scenariosFolder);
  return requirements.map((requirement) => ({
    ...requirement,
    scenarios:
      requirement.derived === undefined
        ? all.filter((scenario) => scenario.requirement === requirement.id).map(({ name }) => name)
        : [requirement.derived.scenario],
  }));
}
