import { createRedactor } from "../../harness/redaction/index.ts";

/** What must not be shown, by its kind. */
type Secrets = Readonly<Partial<Record<"jwt" | "vault-token", readonly string[]>>>;

/** The places of a text that show a secret, also encoded, split over lines or cut; each with what stands before it. */
export function leaks(text: string, secrets: Secrets): readonly string[] {
  const redactor = createRedactor();
  for (const jwt of secrets.jwt ?? []) redactor.add("jwt", jwt);
  for (const token of secrets["vault-token"] ?? []) redactor.add("vault-token", token);
  const redacted = redactor.text(text);
  return redacted === text ? [] : (redacted.match(/[^\n]{0,60}<redacted:[^>]*>/g) ?? [redacted]);
}
