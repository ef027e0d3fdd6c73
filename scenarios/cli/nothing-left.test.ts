import { dirname } from "node:path";
import {
  expect,
  findSecrets,
  scenario,
  tool,
  toolsFolder,
  unsupported,
  type VaultStage,
  type Workspace,
} from "../../harness/engine/index.ts";
import { anInstall } from "../assumptions.ts";

const directory = "/home/coder/project";
const temporary = ["/tmp", "/var/tmp", "/dev/shm"];

scenario("CLI-10", async ({ vault, coder, releases, assume }) => {
  const role = await vault.role();
  const inputs = { vault_cli_version: "1.17.5" };
  const start = { role: role.name, inputs, directory, cli: "1.16.3" };

  const installed = await coder.start({
    ...start,
    before: (machine) => machine.writeFile(`${directory}/vault`, "a file of the person's project\n"),
  });
  using _ = releases.misbehave("corrupt");
  const refused = await coder.start({ ...start, before: (machine) => machine.writeFile(`${directory}/notes`, "") });

  expect(await leftIn(installed, vault, `${directory}/vault`), "files after a start").toEqual([`${directory}/vault`]);
  expect(await leftIn(refused, vault, `${directory}/notes`), "files after a failure").toEqual([`${directory}/notes`]);
  assume(anInstall);
});

/**
 * What is left beside the person's own file and the login itself. A module may keep the token in memory, in a file that
 * only its owner can read, and what it knows about the token beside it. If scripts of a template ran too, the harness
 * cannot tell which script left the rest.
 */
async function leftIn(workspace: Workspace, vault: VaultStage, own: string): Promise<readonly string[]> {
  const kept = (await findSecrets(workspace.machine, await vault.issued())).filter(
    ({ readableBy }) => readableBy === "owner",
  );
  const isOfLogin = (path: string) =>
    kept.some((file) => file.path === path || file.path.startsWith(`${path}/`) || isBeside(file.path, path));
  const left = (await filesIn(workspace, [directory, ...temporary])).filter((path) => !isOfLogin(path));
  const strays = left.filter((path) => path !== own);
  const scripts = workspace.templateScripts;
  if (strays.length > 0 && scripts.length > 0)
    unsupported(
      `${scripts.join(", ")} of the template ran beside the module's script, and may have left ${strays.join(", ")}`,
    );
  return left;
}

/** In the same folder in memory (/dev/shm). */
function isBeside(one: string, other: string): boolean {
  return dirname(one) === dirname(other) && one.startsWith("/dev/shm/") && dirname(one) !== "/dev/shm";
}

/** Everything in these folders, but for what Coder's agent puts there itself. */
async function filesIn({ machine }: Workspace, folders: readonly string[]): Promise<readonly string[]> {
  const find = 'for folder; do if [ -d "$folder" ]; then find "$folder" -mindepth 1; fi; done';
  const argv = [tool("sh"), "-c", find, "sh", ...folders];
  const found = await machine.run({ argv, environment: { PATH: toolsFolder }, user: "root" });
  const paths = found.stdout.split("\n").filter((path) => path !== "");
  return paths
    .filter(
      (path) => !/^\/tmp\/(?:coder-(?:script-|agent\.log$|startup-script\.log$)|boundary-audit\.sock$)/.test(path),
    )
    .toSorted();
}
