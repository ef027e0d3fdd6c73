import { quoted } from "../../../text/index.ts";
import type { SessionState, StartRecord } from "../record.ts";
import { bySession } from "./by-session.ts";

/** What the module's README says that new shells have. */
const documented = new Set(["VAULT_ADDR", "VAULT_TOKEN", "VAULT_NAMESPACE", "PATH"]);
/** What shells count up or change by themselves. */
const own = new Set(["_", "SHLVL", "OLDPWD", "PWD"]);

/** Settings of one session that are named: a module can change thousands. */
const mostSettings = 20;

/** START-04: sessions are what they were, but for documented variables. */
export function sessionsBehave({ sessions }: StartRecord): readonly string[] {
  return bySession(sessions, (after, before) => (before === undefined ? [] : differences(before, after)));
}

function differences(before: SessionState, after: SessionState): readonly string[] {
  if (before.exitCode === 0 && after.exitCode !== 0) return [`exit status ${after.exitCode} for \`true\``];
  const names = new Set([...Object.keys(before.environment), ...Object.keys(after.environment)]);
  const changed = [...names].filter((name) => {
    return !documented.has(name) && !own.has(name) && before.environment[name] !== after.environment[name];
  });
  const settings = [
    ...after.settings
      .filter((line) => !before.settings.includes(line))
      .map((line) => `the new setting ${quoted(line)}`),
    ...before.settings
      .filter((line) => !after.settings.includes(line))
      .map((line) => `no setting ${quoted(line)} any more`),
  ];
  return [
    ...(before.printed === after.printed ? [] : [`the new output ${quoted(after.printed)}`]),
    ...changed.map((name) => inWords(name, before, after)),
    ...settings.slice(0, mostSettings),
  ];
}

function inWords(name: string, before: SessionState, after: SessionState): string {
  if (!(name in after.environment)) return `no variable ${name} any more`;
  return name in before.environment ? `another ${name}` : `a new variable ${name}`;
}
