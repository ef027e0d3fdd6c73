import { z } from "zod";
import type { Excuse } from "../model/report/index.ts";
import { cellPatternSchema, type FieldsOf } from "./cells.ts";

const sentence = z.string().trim().min(1, "must not be empty");
const requirement = z
  .string()
  .regex(/^(?=.)[A-Z0-9-]*\*?[A-Z0-9-]*$/, "must be an id such as LOGIN-06, or a pattern such as CLI-*")
  .describe("An id such as LOGIN-06, or a pattern such as CLI-*.");
const token = z.enum(["oidc", "custom", "none"]);

/** A list that is left out or has values. */
export function several<T>(one: z.ZodType<T>): z.ZodExactOptional<z.ZodType<readonly T[]>> {
  return z.array(one).min(1, "must not be empty").exactOptional();
}

/** The fields of an entry, in every file that has any. */
export const excuseFields: FieldsOf<Excuse> = {
  requirement: requirement.exactOptional(),
  requirements: several(requirement),
  scenario: sentence.exactOptional().describe("The name of one scenario; default: all scenarios of the requirement."),
  cell: cellPatternSchema.exactOptional(),
  cells: several(cellPatternSchema).describe("Default: every cell."),
  token: token.exactOptional().describe("Default: all tokens of the requirement."),
  tokens: several(token).describe("Default: all tokens of each requirement."),
  reason: sentence.describe("Why this is excused."),
  link: z
    .string()
    .regex(/^https?:\/\/\S+$/, "must be an address that starts with https:// or http://")
    .exactOptional()
    .describe("Where it is tracked, such as an issue."),
  owner: sentence.exactOptional().describe("Who owns the entry."),
  expires: z.iso
    .date("must be a date such as 2026-12-31")
    .exactOptional()
    .describe("The last day on which the entry applies, in UTC."),
};

/** An entry of {@link excuseFields}, as its kind of file has them. Unknown fields are mistakes. */
export function excuseSchema<S extends z.ZodRawShape>(fields: S): z.ZodObject<S, z.core.$strict> {
  const needed = ["requirement", "requirements"];
  return z
    .strictObject(fields)
    .refine((entry: object) => needed.some((name) => name in entry), "needs requirements")
    .meta({ anyOf: needed.map((name) => ({ properties: { [name]: true }, required: [name] })) });
}
