import { isProgram } from "../input/index.ts";
import { isNamed } from "../report/index.ts";
import type { Declaration, Matrix, Pattern, Program } from "./types.ts";

/** A cell as a report has it. */
interface PlayedCell {
  readonly runtime: string;
  readonly server: Program;
  readonly cli: Program;
  readonly terraform: Program;
  readonly agent: string;
  readonly providers: Readonly<Record<string, string>>;
}

/** The reason for which a matrix expects a result to be `unsupported`; `undefined` where it does not. */
export function declaredReason(
  { unsupported = [] }: Pick<Matrix, "unsupported">,
  result: { readonly requirement: string; readonly token: Required<Declaration>["tokens"][number] },
  cell: PlayedCell,
): string | undefined {
  return unsupported.find(
    ({ requirements, tokens, cells }) =>
      requirements.some((word) => isNamed(result.requirement, word)) &&
      (tokens?.includes(result.token) ?? true) &&
      (cells?.some((pattern) => isMeant(cell, pattern)) ?? true),
  )?.reason;
}

function isMeant(cell: PlayedCell, { server, cli, terraform, agent, runtime, provider }: Pattern): boolean {
  const is = (program: Program, word: string | undefined) => word === undefined || isProgram(program, word);
  return (
    is(cell.server, server) &&
    is(cell.cli, cli) &&
    is(cell.terraform, terraform) &&
    (agent ?? cell.agent) === cell.agent &&
    (runtime ?? cell.runtime) === cell.runtime &&
    (provider === undefined ||
      Object.entries(cell.providers).some(([name, version]) => isProgram({ name, version }, provider)))
  );
}
