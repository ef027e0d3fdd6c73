import { z } from "zod";
import { cellDemandSchema } from "../excuses/index.ts";
import { readDuration } from "../input/index.ts";
import type { Policy } from "./types.ts";

const sentence = z.string().trim().min(1);
const name = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, "must be of small letters, digits, dots and dashes");
const words = z.array(sentence).min(1);

const scope = {
  cells: z.array(name).min(1).exactOptional().describe("Names of the policy's cells; default: all of them."),
  tokens: z
    .array(z.enum(["oidc", "custom", "none"]))
    .min(1)
    .exactOptional()
    .describe("Default: all that each requirement has."),
};
const requirements = z
  .array(
    z.string().regex(/^(?=.)[A-Z0-9-]*\*?[A-Z0-9-]*$/, "must be an id such as LOGIN-06, or a pattern such as CLI-*"),
  )
  .min(1)
  .describe("Ids such as LOGIN-06, or patterns such as CLI-*.");

const rule = z
  .strictObject({
    profiles: words.exactOptional(),
    requirements: requirements.exactOptional(),
    ...scope,
  })
  .refine((one) => one.profiles !== undefined || one.requirements !== undefined, "needs profiles or requirements")
  .meta({ anyOf: [{ required: ["profiles"] }, { required: ["requirements"] }] });

const allowance = { requirements, ...scope, reason: sentence };

/** The shape of a policy. Unknown fields are mistakes: a misspelt one would demand less than its author means. */
export const policySchema: z.ZodType<Policy> = z
  .strictObject({
    schemaVersion: z.literal(1),
    name: name,
    description: sentence.exactOptional(),
    maxAge: z
      .string()
      .regex(/^[1-9]\d{0,4}[mhdw]$/, "must be a number with m, h, d or w, such as 7d")
      .refine((word) => readDuration(word) !== undefined)
      .describe("How old the oldest report may be: a number with m, h, d or w."),
    requireSigned: z
      .boolean()
      .exactOptional()
      .describe("Whether every report must be signed by one of the keys that `gate --signer` is given."),
    cells: z
      .record(name, cellDemandSchema)
      .refine((all) => Object.keys(all).length > 0, "must name at least one cell")
      .describe(
        "Each has to be in a report; every cell that it means is judged, and must be what `origin` and `isolation` say.",
      )
      .meta({ minProperties: 1 }),
    require: z.array(rule).min(1).describe("What has to pass; what is absent counts like a failure."),
    unsupported: z.array(z.strictObject(allowance)).exactOptional().describe("What may be unsupported, and why."),
    waivers: z
      .array(
        z.strictObject({
          ...allowance,
          owner: sentence.describe("Who sees to it that the waiver is not needed any more."),
          expires: z.iso.date().describe("The last day, in UTC, on which it holds; after that the gate refuses."),
        }),
      )
      .exactOptional()
      .describe("What may fail or be unsupported for a while. An error, or a result that is absent, is never waived."),
  })
  .meta({ title: "vault-jwt-conformance policy", description: "A release policy for the gate, schemaVersion 1" });

/** The published JSON Schema (draft 2020-12) of a policy, as the text of `docs/policy.schema.json`. */
export function policyJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(policySchema, { io: "input" }), null, 2)}\n`;
}
