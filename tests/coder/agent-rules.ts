import type { Machine } from "../../harness/runtime/index.ts";
import { badScripts } from "./bad-scripts.ts";
import { environmentRules } from "./environment-rules.ts";
import { lifecycleRules } from "./lifecycle-rules.ts";
import { scriptRules } from "./script-rules.ts";
import { sessionRules } from "./session-rules.ts";
import { waitingRules } from "./waiting-rules.ts";

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
