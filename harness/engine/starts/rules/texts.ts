import type { Finding } from "../../../model/index.ts";
import { createRedactor } from "../../../redaction/index.ts";
import type { StartRecord } from "../record.ts";

/** What a text shows of secrets, each with what stands before it. */
function leaksIn(
  text: string,
  secrets: { readonly jwts: readonly string[]; readonly tokens?: readonly string[] },
): readonly string[] {
  const redactor = createRedactor();
  for (const jwt of secrets.jwts) redactor.add("jwt", jwt);
  for (const token of secrets.tokens ?? []) redactor.add("vault-token", token);
  const redacted = redactor.text(text);
  return redacted === text ? [] : (redacted.match(/[^\n]{0,60}<redacted:[^>]*>/g) ?? [redacted]);
}

/** SEC-01 and SEC-04, of this start: its log, and the arguments of its processes. */
export function secretsShown({ log, jwt, tokens, watched, texts }: StartRecord): readonly Finding[] {
  const secrets = { jwts: [jwt], tokens };
  const args = watched.processes.filter((one) => !texts.some((text) => one.args.includes(text)));
  const shown = args.flatMap((one) => leaksIn(one.args.join(" "), secrets));
  return [
    ...leaksIn(log, secrets).map((leak) => ({ requirement: "SEC-01", sentence: `the startup log has ${leak}` })),
    ...shown.map((leak) => ({ requirement: "SEC-04", sentence: `a process has the arguments ${leak}` })),
  ];
}

/** START-09: what Terraform printed. */
export function secretsOfBuild(printed: string, jwts: readonly string[]): readonly Finding[] {
  const leaks = leaksIn(printed, { jwts: jwts.filter((jwt) => jwt !== "") });
  return leaks.map((leak) => ({ requirement: "START-09", sentence: `Terraform printed ${leak}` }));
}
