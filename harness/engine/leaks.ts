import { createRedactor } from "../redaction/index.ts";

/** What must not be shown, by its kind. */
export type Secrets = Readonly<Partial<Record<"jwt" | "vault-token", readonly string[]>>>;

/** Finds the places of texts that show a secret, also encoded, split over lines or cut; each with what stands before it. */
export function leakFinder(secrets: Secrets): (text: string) => readonly string[] {
  const redactor = createRedactor();
  for (const jwt of secrets.jwt ?? []) redactor.add("jwt", jwt);
  for (const token of secrets["vault-token"] ?? []) redactor.add("vault-token", token);
  return (text) => {
    const redacted = redactor.text(text);
    return redacted === text ? [] : (redacted.match(/[^\n]{0,60}<redacted:[^>]*>/g) ?? [redacted]);
  };
}

/** What {@link leakFinder} finds in one text. */
export function leaks(text: string, secrets: Secrets): readonly string[] {
  return leakFinder(secrets)(text);
}
