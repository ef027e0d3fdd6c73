import { expect, type Role, type VaultStage, type Workspace } from "../../harness/engine/index.ts";
import { readmeExamplePolicy } from "../../harness/run/index.ts";
import { answersTo, type Request } from "./requests.ts";

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

const secret = { data: { a: "1" } };

type Verb = "create" | "read" | "update" | "list" | "describe" | "delete" | "forget";

/** What the README's policy opens. */
const verbs: Readonly<Record<Verb, (path: string) => Request>> = {
  create: (path) => ({ method: "POST", path: `kv/data/${path}`, body: secret }),
  read: (path) => ({ method: "GET", path: `kv/data/${path}` }),
  update: (path) => ({ method: "POST", path: `kv/data/${path}`, body: secret }),
  list: (path) => ({ method: "LIST", path: `kv/metadata/${path}` }),
  describe: (path) => ({ method: "GET", path: `kv/metadata/${path}` }),
  delete: (path) => ({ method: "DELETE", path: `kv/data/${path}` }),
  forget: (path) => ({ method: "DELETE", path: `kv/metadata/${path}` }),
};

/** Where the README's policy lets a workspace keep its secret. */
export function ownPath(workspace: Pick<Workspace, "name" | "owner">): string {
  return `app/coder/${workspace.owner.name}/${workspace.name}`;
}

/** The verbs work at this path, below which there must be something to list; default: all of them. */
export async function expectOpen(
  workspace: Workspace,
  vault: VaultStage,
  path: string,
  some: readonly Verb[] = all,
): Promise<void> {
  for (const { what, status } of await tryAll(workspace, vault, path, some)) {
    expect([200, 204], `Vault's answer to ${what} with the token of a new terminal`).toContain(status);
  }
}

/** Vault refuses every verb at this path. */
export async function expectDenied(workspace: Workspace, vault: VaultStage, path: string): Promise<void> {
  for (const { what, status } of await tryAll(workspace, vault, path, all)) {
    expect(status, `Vault's answer to ${what} with the token of a new terminal`).toBe(403);
  }
}

const all: readonly Verb[] = ["create", "read", "update", "list", "describe", "delete", "forget"];

async function tryAll(workspace: Workspace, vault: VaultStage, path: string, some: readonly Verb[]) {
  return await answersTo(
    workspace,
    vault,
    some.map((verb) => verbs[verb](path)),
  );
}
