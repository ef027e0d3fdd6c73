import { expect, type Role, type VaultStage, type Workspace } from "../../harness/engine/index.ts";
import { readmeExamplePolicy } from "../../harness/run/index.ts";

/** The README's role with its policy, and the kv mount that the policy opens. */
export async function readmeRole(
  vault: VaultStage,
  { subscribe }: { readonly subscribe: boolean } = { subscribe: false },
): Promise<Role> {
  await vault.kv("kv");
  const mount = await vault.mount("jwt");
  await vault.policy("workspace", await readmeExamplePolicy(mount.accessor, { subscribe }));
  return await vault.role({ mount, policies: ["workspace"] });
}

// Not `vault kv`, which asks for the mount first and says other things about a mount that is wholly closed.
const secret = `echo '{"data":{"a":"1"}}' |`;

/** Every verb of the README's policy, by its name. */
export const verbs = {
  create: (path: string) => `${secret} vault write kv/data/${path} -`,
  read: (path: string) => `vault read kv/data/${path}`,
  update: (path: string) => `${secret} vault write kv/data/${path} -`,
  list: (path: string) => `vault list kv/metadata/${path}`,
  describe: (path: string) => `vault read kv/metadata/${path}`,
  delete: (path: string) => `vault delete kv/data/${path}`,
  forget: (path: string) => `vault delete kv/metadata/${path}`,
} as const;

/** Where the README's policy lets a workspace keep its secret. */
export function ownPath(workspace: Pick<Workspace, "name" | "owner">): string {
  return `app/coder/${workspace.owner.name}/${workspace.name}`;
}

/** Every verb works at this path, below which there must be something to list. */
export async function expectOpen(workspace: Workspace, path: string): Promise<void> {
  for (const answer of await tryAll(workspace, path)) expect(answer).toHaveSucceeded();
}

/** Every verb at this path is refused by Vault, and not for another reason. */
export async function expectDenied(workspace: Workspace, path: string): Promise<void> {
  for (const answer of await tryAll(workspace, path)) {
    expect(answer).toHaveFailed();
    expect(answer.output, answer.what).toMention("permission denied");
  }
}

/** What came of each verb, one after the other in one new terminal. */
async function tryAll(workspace: Workspace, path: string) {
  const commands = Object.values(verbs).map((verb) => verb(path));
  const { stdout } = await workspace.shell(commands.map((text) => `${text} 2>&1; echo "exit $?"`).join("\n"));
  const pieces = stdout.split(/^exit (\d+)\n/m);
  return commands.map((text, at) => ({
    what: `\`${text}\` in a new terminal`,
    output: pieces[2 * at] ?? "",
    exitCode: Number(pieces[2 * at + 1] ?? Number.NaN),
  }));
}
