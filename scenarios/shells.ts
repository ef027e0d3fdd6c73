import type { StartOptions, Workspace } from "../harness/engine/index.ts";

/** Gives the workspace's person sh for a shell: it reads less than bash, and starts bash as any other program would. */
export const shellIsSh: NonNullable<StartOptions["before"]> = async (machine) => {
  const people = String(await machine.readFile("/etc/passwd"));
  await machine.writeFile("/etc/passwd", people.replace(/^(coder:.*:).*$/m, "$1/bin/sh"), { owner: "root" });
};

/** What each kind of shell prints last for a command without single quotes. */
export async function printedInEveryShell(
  workspace: Workspace,
  command: string,
): Promise<readonly { readonly what: string; readonly printed: string | undefined }[]> {
  const answers = [await workspace.shell(command)];
  for (const one of [command, `bash -c '${command}'`, `bash -l -i -c '${command}'`]) {
    answers.push(await workspace.command(one));
  }
  return answers.map(({ what, stdout }) => ({ what, printed: stdout.trimEnd().split("\n").at(-1) }));
}
