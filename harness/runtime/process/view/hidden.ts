import { accessSync, constants, existsSync, lstatSync, readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { cannotLack, isCommand, neededCommands } from "../../lacking.ts";

/** Where a workspace finds programs of this machine. */
export const programFolders: readonly string[] = ["/usr/sbin", "/usr/bin", "/usr/games", "/sbin", "/bin"].filter(
  (folder) => existsSync(folder) && !lstatSync(folder).isSymbolicLink(),
);

/** The path at which workspaces find a program of this machine. */
export function placeOf(program: string): string | undefined {
  return programFolders.map((folder) => join(folder, program)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * What has to be taken out so that workspaces are without a command: its names, and the files that they lead to.
 *
 * @throws HarnessFault `runtime.needed` where one of them is also something that the harness needs there
 */
export function pathsOf(command: string): readonly string[] {
  const named = programFolders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => isCommand(file, command))
      .map((file) => join(folder, file)),
  );
  const targets = named.filter(existsSync).map((path) => realpathSync(path));
  const files = new Set([...named, ...targets]);
  const needed = neededCommands.find((name) => files.has(realpathSync(placeOf(name) ?? "/")));
  if (needed !== undefined) throw cannotLack(`${command}, which is also ${needed} here`);
  return [...files];
}
