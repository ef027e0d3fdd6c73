import { z } from "zod";
import { agentKinds, type Cell, type CellPattern } from "../model/index.ts";
import { isProgram, isSatisfiable, programPattern } from "./programs.ts";

/** A schema for each field of a type, so that a longer one can be made of them. */
export type FieldsOf<T> = {
  readonly [K in keyof T]-?: Pick<T, K> extends Required<Pick<T, K>>
    ? z.ZodType<T[K]>
    : z.ZodExactOptional<z.ZodType<Required<T>[K]>>;
};

function program(names: readonly string[]) {
  const pattern = `^(${names.join("|")})(@.+)?$`;
  return z
    .string()
    .regex(new RegExp(pattern), `must be ${names.join(" or ")}, optionally with @ and a version or a range`)
    .refine((word) => isSatisfiable(programPattern(word).range), "matches no version")
    .describe("A name, or name@version, or name@range such as openbao@>=2.6 <3.");
}

/** The fields of a {@link CellPattern} in a file that a person writes. */
export const cellFields: FieldsOf<CellPattern> = {
  server: program(["openbao", "vault"]).exactOptional(),
  cli: program(["openbao", "vault"]).exactOptional(),
  terraform: program(["terraform", "tofu"]).exactOptional(),
  agent: z.enum(agentKinds).exactOptional(),
  "agent-program": z.enum(["imitated", "real"]).exactOptional(),
  runtime: z.enum(["docker", "process"]).exactOptional(),
};

/** The shape of a {@link CellPattern} in a file that a person writes. */
export const cellPatternSchema: z.ZodType<CellPattern> = z
  .strictObject(cellFields)
  .describe("Which cells of the reports it matches. A field that is left out matches anything.");

/** Whether a cell of a report is one that a pattern means. */
export function isMeant(cell: Cell, pattern: CellPattern): boolean {
  const { server, cli, terraform, agent, "agent-program": agentProgram, runtime } = pattern;
  return (
    (server === undefined || isProgram(cell.server, server)) &&
    (cli === undefined || isProgram(cell.cli, cli)) &&
    (terraform === undefined || isProgram(cell.terraform, terraform)) &&
    (agent ?? cell.agent) === cell.agent &&
    (agentProgram === undefined || (agentProgram === "real") === (cell.coderAgent !== undefined)) &&
    (runtime ?? cell.runtime) === cell.runtime
  );
}
