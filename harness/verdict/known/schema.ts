import { z } from "zod";
import { excuseFields, excuseSchema } from "../../excuses/index.ts";
import type { KnownEntry } from "../../model/report/index.ts";

const { reason, link, owner, expires, ...pattern } = excuseFields;

/** The shape of an entry of a list of known failures. */
export const knownEntrySchema: z.ZodType<KnownEntry> = excuseSchema({
  ...pattern,
  outcome: z
    .enum(["fail", "unsupported"])
    .exactOptional()
    .describe(
      "The expected outcome: fail (it fails or is blocked; the default), or unsupported. An error is never expected.",
    ),
  reason,
  link,
  owner,
  expires,
});

/** What a list of known failures has in it. */
export const knownSchema: z.ZodType<{ readonly known: readonly KnownEntry[] }> = z
  .strictObject({ known: z.array(knownEntrySchema).describe("The first entry that matches a result applies.") })
  .meta({
    title: "vault-jwt-conformance known failures",
    description: "Expected failures and unsupported results, for --known",
  });

/** The published JSON Schema (draft 2020-12) of a list of known failures, as the text of `docs/known.schema.json`. */
export function knownJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(knownSchema, { io: "input" }), null, 2)}\n`;
}
