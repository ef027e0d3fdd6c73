import { z } from "zod";
import { cellFields, excuseFields, excuseSchema, several } from "../excuses/index.ts";
import { readDuration } from "../input/index.ts";
import type { Policy } from "./types.ts";

const sentence = z.string().trim().min(1);
const name = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, "must consist of lowercase letters, digits, dots and dashes");

const cellDemand = z
  .strictObject({
    ...cellFields,
    origin: z
      .literal("genuine")
      .exactOptional()
      .describe("genuine: the harness downloaded and verified the cell's server and CLI, as docs/gate.md defines."),
    isolation: z
      .enum(["sandboxed", "complete"])
      .exactOptional()
      .describe(
        "sandboxed: Terraform ran in a sandbox, as workspaces do. complete: the machine also enforced everything that SECURITY.md promises.",
      ),
  })
  .describe("Which cells of the reports it matches, and what they must be. A field that is left out matches anything.");

const rule = z
  .strictObject({
    profiles: several(sentence),
    requirements: excuseFields.requirements,
    cells: several(name).describe("Names of the policy's cells; default: all of them."),
    tokens: excuseFields.tokens,
  })
  .refine((one) => one.profiles !== undefined || one.requirements !== undefined, "needs profiles or requirements")
  .meta({ anyOf: [{ required: ["profiles"] }, { required: ["requirements"] }] });

const cellOrName = z.union([name, excuseFields.cell.unwrap()], {
  error: "must be the name of one of the policy's cells, or a pattern such as { server: vault@>=1.19 <1.21 }",
});
const entry = {
  ...excuseFields,
  cell: cellOrName.exactOptional(),
  cells: several(cellOrName).describe("Patterns, or names of the policy's cells; default: all."),
};

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
      .describe("The maximum age of the oldest report: a number with m, h, d or w."),
    requireSigned: z
      .boolean()
      .exactOptional()
      .describe("Whether every report must be signed with one of the keys of `gate --signer`."),
    cells: z
      .record(name, cellDemand)
      .refine((all) => Object.keys(all).length > 0, "must name at least one cell")
      .describe(
        "Each must match a cell of a report. Every matching cell is judged, and must meet `origin` and `isolation`.",
      )
      .meta({ minProperties: 1 }),
    require: z.array(rule).min(1).describe("What must pass; a missing result counts as a failure."),
    unsupported: z.array(excuseSchema(entry)).exactOptional().describe("What may be unsupported, and why."),
    waivers: z
      .array(excuseSchema({ ...entry, owner: excuseFields.owner.unwrap(), expires: excuseFields.expires.unwrap() }))
      .exactOptional()
      .describe(
        "What may fail, be blocked or be unsupported until a date. An error or a missing result is never waived.",
      ),
  })
  .meta({ title: "vault-jwt-conformance policy", description: "A release policy for the gate, schemaVersion 1" });

/** The published JSON Schema (draft 2020-12) of a policy, as the text of `docs/policy.schema.json`. */
export function policyJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(policySchema, { io: "input" }), null, 2)}\n`;
}
