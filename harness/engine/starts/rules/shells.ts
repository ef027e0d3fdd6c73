import type { SessionState, StartRecord } from "../record.ts";

/** What the module's README says that new shells have. */
const documented = new Set(["VAULT_ADDR", "VAULT_TOKEN", "VAULT_NAMESPACE", "PATH"]);
/** What shells count up or change by themselves. */
const own = new Set(["_", "SHLVL", "OLDPWD", "PWD"]);

/** START-04: sessions are what they were, but for documented variables. */
export function sessionsBehave({ sessions }: StartRecord): readonly string[] {
  return sessions.after.flatMap((after) => {
    const before = sessions.before.find(({ kind }) => kind === after.kind);
    return before === undefined ? [] : differences(before, after);
  });
}

function differences(before: SessionState, after: SessionState): readonly string[] {
  const { kind } = after;
  if (before.exitCode === 0 && after.exitCode !== 0)
    return [`${kind} ends with exit status ${after.exitCode} for \`true\``];
  const names = new Set([...Object.keys(before.environment), ...Object.keys(after.environment)]);
  const changed = [...names].filter((name) => {
    return !documented.has(name) && !own.has(name) && before.environment[name] !== after.environment[name];
  });
  const settings = [
    ...after.settings.filter((line) => !before.settings.includes(line)).map((line) => `has ${JSON.stringify(line)}`),
    ...before.settings.filter((line) => !after.settings.includes(line)).map((line) => `lacks ${JSON.stringify(line)}`),
  ];
  return [
    ...(before.printed === after.printed ? [] : [`${kind} prints ${JSON.stringify(after.printed.slice(0, 200))}`]),
    ...changed.map((name) => `${kind} has ${inWords(name, before, after)}`),
    ...settings.slice(0, 5).map((what) => `${kind} ${what}`),
  ];
}

function inWords(name: string, before: SessionState, after: SessionState): string {
  if (!(name in after.environment)) return `no ${name} any more`;
  return name in before.environment ? `another ${name}` : `a new variable ${name}`;
}
