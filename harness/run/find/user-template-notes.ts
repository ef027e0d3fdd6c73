import type { UserTemplate } from "../../coder/index.ts";
import type { PreparedUserTemplate, UserTemplateRequest } from "../../coder/user-template/index.ts";
import { named } from "../../text/index.ts";

/** What the report says of a run on a user's own template. */
export function userTemplateNotes(
  { folder, variables }: UserTemplateRequest,
  { call, parameters, places }: UserTemplate,
  { leftOut, leftOutCalls }: Pick<PreparedUserTemplate, "leftOut" | "leftOutCalls">,
): readonly string[] {
  const chosen = Object.entries(parameters).map(([name, value]) => `${named(name)}=${named(value)}`);
  const among = chosen.length === 0 ? "" : ` (${chosen.join(", ")})`;
  const given = Object.keys(variables);
  const unsaid =
    given.length === 0
      ? ""
      : ` The values of its variables (${given.map(named).join(", ")}) are not recorded: replace VALUE in the commands that run a failure again.`;
  const whole = `Workspaces were built from the template ${named(folder)}${among}: the module took the place of module.${call}.${unsaid}`;
  const areas =
    "LOGIN, PATH, CLI and SEC run on a template; the other areas, which are about Vault's set-up, are left out.";
  const lacking = `These modules of the template were not called, as they are not available here and nothing of module.${call} depends on them: ${leftOutCalls.map(named).join(", ")}. To include them, give --modules a folder that has them.`;
  const calls = leftOutCalls.length === 0 ? [] : [lacking];
  const orders = Object.entries(places).filter(([address]) => /(^|\.)data\.coder_script_order\.[^.]+$/.test(address));
  const order = orders.map(
    ([address, place]) => `${address} (${place}) is not followed: scripts start at once, as in Coder before 2.39.`,
  );
  const all = [whole, areas, ...calls, ...order];
  if (leftOut.length === 0) return all;
  const parts = `These resources of the template were not created, as their providers may act on something outside; workspaces run on the harness's own machines: ${leftOut.map(named).join(", ")}.`;
  return [...all, parts];
}
