/** Where the real CLI lies in a workspace, outside of every PATH. */
export const realCli = "/opt/conformance/vault";

/** Where a workspace has Coder's program, if it has it: the agent puts the folder at the end of its own PATH. */
export const coder = "/opt/coder/coder";

/** The executables of this machine that a workspace has, by where it has them. */
export function ofCell(paths: {
  readonly realCli: string;
  readonly coderAgent?: string | undefined;
}): Readonly<Record<string, string>> {
  return {
    [realCli]: paths.realCli,
    ...(paths.coderAgent === undefined ? {} : { [coder]: paths.coderAgent }),
  };
}
