import type { Manifest } from "../types.ts";
import type { ScriptRun } from "./script.ts";

/** What an agent is at (rules 9.1, 9.7). */
export type Lifecycle =
  | "created"
  | "starting"
  | "ready"
  | "start_error"
  | "start_timeout"
  | "shutting_down"
  | "off"
  | "shutdown_error"
  | "shutdown_timeout";

/** The state after scripts, of which `failed` are in the order in which they failed: the first decides (rule 9.2). */
export function stateAfter(failed: readonly ScriptRun[], phase: "start" | "shutdown"): Lifecycle {
  const [first] = failed;
  if (first === undefined) return phase === "start" ? "ready" : "off";
  return `${phase}_${first.timedOut ? "timeout" : "error"}`;
}

/** A client that is told to wait by nothing but Coder's default does so where a script blocks logins (rule 9.3). */
export function waitsForScripts({ scripts }: Manifest): boolean {
  return scripts.some((script) => script.startBlocksLogin);
}

/** Why the agent can make nothing of a manifest: its parser of schedules knows no words such as `@daily` (rule 2.5). */
export function problemOf({ scripts }: Manifest): string | undefined {
  const wrong = scripts.find(({ cron }) => cron.replace(/^(CRON_)?TZ=\S+\s+/, "").startsWith("@"));
  return wrong && `the agent cannot read the schedule ${wrong.cron} of the script ${wrong.displayName}`;
}
