import type { Cell, Program } from "../model/index.ts";

/** A program as options and matrices name it, such as `openbao@2.7.2`. */
export function wordOf({ name, version }: Program): string {
  return `${name}@${version}`;
}

/** The words by which a run has the same tools as a cell; what it finds out by itself is left out. */
export interface ToolWords {
  readonly terraform: string;
  /** Where it is another program than the server's own. */
  readonly cli?: string;
  /** The version of coder/coder, where the cell's matrix or an option says one. */
  readonly coder?: string;
}

export function toolWordsOf({ server, cli, terraform, providers, asked }: Cell): ToolWords {
  const isOtherCli = cli.archives === "stand-in" && wordOf(cli) !== wordOf(server);
  const coder = asked?.provider === undefined ? undefined : providers["coder/coder"];
  return {
    terraform: wordOf(terraform),
    ...(isOtherCli && { cli: wordOf(cli) }),
    ...(coder !== undefined && { coder }),
  };
}
