import { execa } from "execa";
import { packageFolder } from "../../harness/package/index.ts";

/** What a command came to. */
export interface Ended {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of this repository, such as `tools/mutants/main.ts`, as its npm script does. */
export async function repositoryCommand(file: string, args: readonly string[]): Promise<Ended> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [file, ...args], {
    cwd: packageFolder,
    reject: false,
    stdin: "ignore",
  });
  return { status: exitCode, stdout, stderr };
}
