import type { StartOptions, Workspace } from "../harness/engine/index.ts";

/** Runs a command in a login shell of the kind that the workspace's person has. */
export function inOwnShell(command: string): string {
  return `"$(sed -n 's/^coder:.*://p' /etc/passwd)" -l -i -c '${command}'`;
}

/** Gives the workspace's person sh for a shell: it reads less than bash, and starts bash as any other program would. */
export const shellIsSh: NonNullable<StartOptions["before"]> = async (machine) => {
  const people = String(await machine.readFile("/etc/passwd"));
  await machine.writeFile("/etc/passwd", people.replace(/^(coder:.*:).*$/m, "$1/bin/sh"), { owner: "root" });
};

/** The shells that a person can start, by name. */
async function shellsOf(workspace: Workspace): Promise<readonly string[]> {
  const { stdout } = await workspace.command("for name in bash sh; do command -v $name; done");
  return ["bash", "sh"].filter((name) => stdout.split("\n").some((path) => path.endsWith(`/${name}`)));
}

/** What each kind of shell prints last for a command without single quotes. */
export async function printedInEveryShell(
  workspace: Workspace,
  command: string,
): Promise<readonly { readonly what: string; readonly printed: string | undefined }[]> {
  const answers = [await workspace.shell(command)];
  const ways = (await shellsOf(workspace)).flatMap((name) => [
    `${name} -c '${command}'`,
    `${name} -l -i -c '${command}'`,
  ]);
  for (const one of [command, ...ways]) answers.push(await workspace.command(one));
  return answers.map(({ what, stdout }) => ({ what, printed: stdout.trimEnd().split("\n").at(-1) }));
}
