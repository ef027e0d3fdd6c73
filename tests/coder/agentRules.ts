import type { Machine } from "../../harness/runtime/index.ts";
import { badScripts } from "./badScripts.ts";
import { environmentRules } from "./environmentRules.ts";
import { lifecycleRules } from "./lifecycleRules.ts";
import { scriptRules } from "./scriptRules.ts";
import { sessionRules } from "./sessionRules.ts";
import { waitingRules } from "./waitingRules.ts";

/** All that an agent does, in a machine of the file's own. */
export function agentRules(machine: () => Machine): void {
  const slow = waitingRules(machine);
  environmentRules(machine);
  scriptRules(machine);
  sessionRules(machine);
  badScripts(machine);
  lifecycleRules(machine);
  slow();
}
