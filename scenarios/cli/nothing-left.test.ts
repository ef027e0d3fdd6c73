import { expect, scenario, tool, toolsFolder, unsupported, type Workspace } from "../../harness/engine/index.ts";

const directory = "/home/coder/project";
const temporary = ["/tmp", "/var/tmp", "/dev/shm"];

scenario("CLI-10", async ({ vault, coder, releases }) => {
  const role = await vault.role();
  const inputs = { vault_cli_version: "1.17.5" };
  const start = { role: role.name, inputs, directory, cli: "1.16.3" };

  const installed = await coder.start({
    ...start,
    before: (machine) => machine.writeFile(`${directory}/vault`, "a file of the person's project\n"),
  });
  expect(installed.script).toHaveSucceeded();
  using _ = releases.misbehave("corrupt");
  const refused = await coder.start({ ...start, before: (machine) => machine.writeFile(`${directory}/notes`, "") });

  expect(refused.script).toHaveFailed();
  expect(await leftIn(installed, `${directory}/vault`), "files after a start").toEqual([`${directory}/vault`]);
  expect(await leftIn(refused, `${directory}/notes`), "files after a failure").toEqual([`${directory}/notes`]);
});

/** What is left beside the person's own file. Where a template's own scripts ran too, nobody can tell who has left it. */
async function leftIn(workspace: Workspace, own: string): Promise<readonly string[]> {
  const left = await filesIn(workspace, [directory, ...temporary]);
  const strays = left.filter((path) => path !== own);
  if (strays.length > 0 && workspace.agent.scripts.some(({ script }) => !script.isOfSubject))
    unsupported(`scripts of the template's own ran beside the module's, which may have left ${strays.join(", ")}`);
  return left;
}

/** Everything in these folders, but for what Coder's agent puts there itself. */
async function filesIn({ machine }: Workspace, folders: readonly string[]): Promise<readonly string[]> {
  const find = 'for folder; do if [ -d "$folder" ]; then find "$folder" -mindepth 1; fi; done';
  const argv = [tool("sh"), "-c", find, "sh", ...folders];
  const found = await machine.run({ argv, environment: { PATH: toolsFolder }, user: "root" });
  const paths = found.stdout.split("\n").filter((path) => path !== "");
  return paths.filter((path) => !/^\/tmp\/coder-(script-|startup-script\.log$)/.test(path)).toSorted();
}
