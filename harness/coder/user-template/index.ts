export { type Configuration, type Declared, literalOf, readConfiguration } from "./configuration.ts";
export { exampleInputs } from "./example-inputs.ts";
export { type Reach, readReach } from "./graph.ts";
export { isOfHarness, layOutCall, subjectSource, userSubjectFolder } from "./lay-out.ts";
export {
  dependsOnOutside,
  needsNetwork,
  notATemplate,
  notBuilt,
  notCalled,
  notCopied,
  notDeclared,
  notInitialised,
  notTaken,
  parametersLacking,
  severalCalls,
  withoutAgent,
  withoutCall,
  withoutItsAgent,
} from "./problems.ts";
export type { UserTemplate } from "./types.ts";
