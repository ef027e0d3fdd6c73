import { z } from "zod";
import { cellPatternSchema } from "../../excuses/index.ts";
import type { KnownEntry } from "../../model/index.ts";

const sentence = z.string().trim().min(1);

/** The shape of an entry of a list of known failures. */
export const knownEntrySchema: z.ZodType<KnownEntry> = z.strictObject({
  requirement: z
    .string()
    .regex(/^(?=.)[A-Z0-9-]*\*?[A-Z0-9-]*$/, "must be an id such as LOGIN-06, or a pattern such as CLI-*")
    .describe("An id such as LOGIN-06, or a pattern such as CLI-*."),
  scenario: sentence.exactOptional().describe("The name of one scenario; default: all that the requirement has."),
  cell: cellPatternSchema.exactOptional(),
  token: z.enum(["oidc", "custom", "none"]).exactOptional().describe("Default: all that the requirement has."),
  outcome: z
    .enum(["fail", "unsupported"])
    .exactOptional()
    .describe("What is expected: a failure (the default), or that it is unsupported. An error is never expected."),
  reason: sentence.describe("Why this is expected."),
  link: z
    .string()
    .regex(/^https?:\/\/\S+$/, "must be an address that starts with https:// or http://")
    .exactOptional()
    .describe("Where it is dealt with, such as an issue."),
});

/** What a list of known failures has in it. */
export const knownSchema: z.ZodType<{ readonly known: readonly KnownEntry[] }> = z
  .strictObject({ known: z.array(knownEntrySchema).describe("Each is one expectation; the first that fits counts.") })
  .meta({
    title: "vault-jwt-conformance known failures",
    description: "What is expected to fail or to be unsupported, for --known",
  });

/** The published JSON Schema (draft 2020-12) of a list of known failures, as the text of `docs/known.schema.json`. */
export function knownJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(knownSchema, { io: "input" }), null, 2)}\n`;
}
