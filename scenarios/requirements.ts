import { cliRequirements } from "./requirements/cli.ts";
import { compatRequirements } from "./requirements/compat.ts";
import { environmentRequirements } from "./requirements/environment.ts";
import { jwtRequirements } from "./requirements/jwt.ts";
import { loginRequirements } from "./requirements/login.ts";
import { namespaceRequirements } from "./requirements/namespace.ts";
import { pathRequirements } from "./requirements/path.ts";
import { policyRequirements } from "./requirements/policy.ts";
import { prebuildRequirements } from "./requirements/prebuild.ts";
import type { Requirement } from "./requirements/requirement.ts";
import { roleRequirements } from "./requirements/role.ts";
import { securityRequirements } from "./requirements/security.ts";
import { startRequirements } from "./requirements/start.ts";

export type { Requirement, ScenarioDeclaration } from "./requirements/requirement.ts";

/** What a conforming vault-jwt module does, area by area, as far as scenarios check it. */
export const requirements: readonly Requirement[] = [
  ...loginRequirements,
  ...pathRequirements,
  ...roleRequirements,
  ...cliRequirements,
  ...jwtRequirements,
  ...policyRequirements,
  ...namespaceRequirements,
  ...securityRequirements,
  ...startRequirements,
  ...environmentRequirements,
  ...prebuildRequirements,
  ...compatRequirements,
];
