import { createRedactor, type Redactor, type SecretKind } from "../redaction/index.ts";
import type { AuditedRequest } from "../vault/index.ts";
import type { Site } from "./site.ts";

/** A secret that a scenario has made or seen. */
export type Secret = readonly [kind: SecretKind, secret: string];

/** Takes what a scenario has made or seen out of what is said about it. Made where something has to be said: it costs some time. */
export function redactorOf({ settings }: Site, secrets: readonly Secret[]): Redactor {
  const redactor = createRedactor();
  for (const key of Object.values(settings.rsaKeys)) redactor.add("private-key", key);
  for (const [kind, secret] of secrets) redactor.add(kind, secret);
  return redactor;
}

/** What Vault was sent, and what it gave. */
export function secretsIn(requests: readonly AuditedRequest[]): readonly Secret[] {
  return requests.flatMap(({ token, issued, wrapping, data }) => [
    ...[token, issued].flatMap((one): Secret[] => (one ? [["vault-token", one]] : [])),
    ...(wrapping ? [["wrapping-token", wrapping] as const] : []),
    ...(typeof data.jwt === "string" ? [["jwt", data.jwt] as const] : []),
    ...(typeof data.password === "string" ? [["password", data.password] as const] : []),
  ]);
}
