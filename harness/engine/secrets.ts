import { createRedactor, type Redactor, type Secret } from "../redaction/index.ts";
import type { AuditedRequest } from "../vault/index.ts";
import type { Site } from "./site.ts";

/** Takes what a scenario has made or seen out of what is said about it. Made where something has to be said: it costs some time. */
export function redactorOf({ settings }: Site, secrets: readonly Secret[]): Redactor {
  const redactor = createRedactor();
  for (const key of Object.values(settings.rsaKeys)) redactor.add("private-key", key);
  for (const [kind, secret] of secrets) redactor.add(kind, secret);
  return redactor;
}

/** What Vault gave, and what it was sent as far as that may be a secret. */
export function secretsIn(requests: readonly AuditedRequest[]): readonly Secret[] {
  const given = requests.flatMap(({ issued, wrapping }): readonly Secret[] => [
    ...(issued ? [["vault-token", issued] as const] : []),
    ...(wrapping ? [["wrapping-token", wrapping] as const] : []),
  ]);
  const sent = requests.flatMap(({ token, data }): readonly Secret[] => [
    ...(token ? [["vault-token", token] as const] : []),
    ...(typeof data.jwt === "string" ? [["jwt", data.jwt] as const] : []),
    ...(typeof data.password === "string" ? [["password", data.password] as const] : []),
  ]);
  return [...given, ...bounded(sent.filter(([, secret]) => maybeSecret(secret)))];
}

const longestSent = 16_384;
const shortestSent = 16;
/** Characters that all secrets which a scenario was sent may have together: what else there is, was made up. */
const mostSent = 262_144;
const fewestDifferent = 10;
const stretch = 16;

/**
 * Whether what a module sends may count as a secret. It could make anything up: the words of the report would be taken out
 * with what it made up. So it must have the letters of a token, and look like chance from its beginning to its end.
 */
function maybeSecret(text: string): boolean {
  if (text.length < shortestSent || text.length > longestSent || !/^[\w.~+/=-]+$/.test(text)) return false;
  for (let at = 0; at + stretch <= text.length; at += stretch / 2) {
    const part = text.slice(at, at + stretch);
    const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(part)).length;
    if (kinds < 2 || new Set(part).size < fewestDifferent - (kinds === 2 ? 3 : 0)) return false;
  }
  return true;
}

function bounded(secrets: readonly Secret[]): readonly Secret[] {
  let left = mostSent;
  const seen = new Set<string>();
  return secrets.filter(([, secret]) => {
    if (seen.has(secret) || secret.length > left) return false;
    seen.add(secret);
    left -= secret.length;
    return true;
  });
}
