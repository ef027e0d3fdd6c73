import type { Role, VaultStage } from "../../harness/engine/index.ts";
import type { JsonObject } from "../../harness/vault/index.ts";
import type { Request } from "./requests.ts";

const seen = {
  lists: ["sys/policies/acl", "auth/jwt/role", "identity/group/id", "kv/metadata", "other/metadata"],
  records: ["sys/auth", "sys/mounts", "sys/audit", "sys/policies/acl/workspace", "auth/jwt/config"],
  secrets: ["kv/data/plans", "other/data/plans"],
} as const;

const changes: Readonly<Record<string, string>> = {
  "sys/policies/acl/workspace": 'path "*" { capabilities = ["sudo", "read", "update"] }',
  "sys/policies/acl/mine": 'path "*" { capabilities = ["sudo", "read", "update"] }',
};

/** Reads and writes in sys/, auth/, identity/ and other mounts, which the README's policy and Vault's own do not allow. */
export function forbidden({ name }: Role): readonly Request[] {
  const role = `auth/jwt/role/${name}`;
  const policies = Object.entries(changes).map(([path, policy]) => post(path, { policy }));
  const deleted = ["sys/policies/acl/workspace", "kv/data/plans", "other/metadata/plans", role];
  return [
    ...[...seen.lists, "auth/token/accessors", "identity/entity/id", "identity/entity-alias/id"].map(
      (path): Request => ({ method: "LIST", path }),
    ),
    ...[...seen.records, ...seen.secrets, role, "sys/config/cors"].map((path): Request => ({ method: "GET", path })),
    ...policies,
    post(role, { role_type: "jwt", user_claim: "sub", token_policies: ["wide"] }),
    post(`${role}-2`, { role_type: "jwt", user_claim: "sub", bound_claims: { a: "b" }, token_policies: ["wide"] }),
    post("auth/jwt/config", { default_role: "mine" }),
    post("auth/token/create", { policies: ["wide"] }),
    post("auth/token/create-orphan", {}),
    post("identity/group", { name: "mine", policies: ["wide"] }),
    post("identity/entity", { name: "mine", policies: ["wide"] }),
    post("sys/auth/mine", { type: "approle" }),
    post("sys/mounts/mine", { type: "kv" }),
    post("kv/data/plans", { data: { a: "2" } }),
    post("other/data/plans", { data: { a: "2" } }),
    ...deleted.map((path): Request => ({ method: "DELETE", path })),
  ];
}

function post(path: string, body: JsonObject): Request {
  return { method: "POST", path, body };
}

/** What the requests could have changed, as Vault's own lists have it. */
export async function stateOf(vault: VaultStage, { name }: Role): Promise<readonly unknown[]> {
  const reads = [...seen.records, ...seen.secrets, `auth/jwt/role/${name}`].map((path) => ["GET", path] as const);
  const lists = seen.lists.map((path) => ["LIST", path] as const);
  const answers = [...reads, ...lists].map(async ([method, path]) => {
    const { status, body } = await vault.api.ask(method, path);
    return { path, status, data: body.data };
  });
  return await Promise.all(answers);
}
