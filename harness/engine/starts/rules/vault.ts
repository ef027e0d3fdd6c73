import type { StartRecord } from "../record.ts";

/** Attempts that one start may make where Vault refuses. */
const mostRefused = 3;

/** START-05: how often Vault was asked, and what it gave for nothing. */
export function loginsNeeded({ logins, scripts, forgotten }: StartRecord): readonly string[] {
  const tooMany = logins.accepted > scripts;
  const tooOften = logins.refused > mostRefused * scripts;
  return [
    ...(tooMany ? [`Vault accepted ${logins.accepted} logins of ${counted(scripts)}`] : []),
    ...(tooOften ? [`Vault refused ${logins.refused} logins of ${counted(scripts)}`] : []),
    ...(forgotten.length === 0 ? [] : ["a Vault token is still valid that no shell and no file has"]),
  ];
}

const counted = (scripts: number): string => (scripts === 1 ? "one script" : `${scripts} scripts`);
