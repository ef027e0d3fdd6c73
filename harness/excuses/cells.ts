import { z } from "zod";
import { agentKinds, type Cell, type CellPattern } from "../model/index.ts";
import { isProgram, isSatisfiable, programPattern } from "./programs.ts";

function program(names: readonly string[]) {
  const pattern = `^(${names.join("|")})(@.+)?$`;
  return z
    .string()
    .regex(new RegExp(pattern), `must be ${names.join(" or ")}, with @ and a version or a range if need be`)
    .refine((word) => isSatisfiable(programPattern(word).range), "names no version that can exist")
    .describe("A name, or name@version, or name@range such as openbao@>=2.6 <3.");
}

const fields = {
  server: program(["openbao", "vault"]).exactOptional(),
  cli: program(["openbao", "vault"]).exactOptional(),
  terraform: program(["terraform", "tofu"]).exactOptional(),
  agent: z.enum(agentKinds).exactOptional(),
  runtime: z.enum(["docker", "process"]).exactOptional(),
};

/** The shape of a {@link CellPattern} in a file that a person writes. */
export const cellPatternSchema: z.ZodType<CellPattern> = z
  .strictObject(fields)
  .describe("The cells of the reports that are meant; what is left out may be anything.");

/** Which cells are meant, and what each of them must be. */
export interface CellDemand extends CellPattern {
  /** Servers and CLIs that the harness fetched and verified, and nothing of the user's own in their place. */
  readonly origin?: "genuine";
  readonly isolation?: "sandboxed" | "complete";
}

/** The shape of a {@link CellDemand} in a file that a person writes. */
export const cellDemandSchema: z.ZodType<CellDemand> = z
  .strictObject({
    ...fields,
    origin: z
      .literal("genuine")
      .exactOptional()
      .describe("Every cell that is meant must be genuine: docs/gate.md says when one is."),
    isolation: z
      .enum(["sandboxed", "complete"])
      .exactOptional()
      .describe(
        "sandboxed: Terraform ran in a sandbox, as workspaces do. complete: the machine also enforced everything that SECURITY.md promises.",
      ),
  })
  .describe(
    "The cells of the reports that are meant, and what each of them must be; what is left out may be anything.",
  );

/** Whether a cell of a report is one that a pattern means. */
export function isMeant(cell: Cell, { server, cli, terraform, agent, runtime }: CellPattern): boolean {
  return (
    (server === undefined || isProgram(cell.server, server)) &&
    (cli === undefined || isProgram(cell.cli, cli)) &&
    (terraform === undefined || isProgram(cell.terraform, terraform)) &&
    (agent ?? cell.agent) === cell.agent &&
    (runtime ?? cell.runtime) === cell.runtime
  );
}
