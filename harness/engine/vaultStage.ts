import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { JsonValue } from "../report/index.ts";
import type { TokenKind } from "../run/index.ts";
import type { AuditedRequest, Json, JsonObject, VaultServer } from "../vault/index.ts";
import { limits, poll } from "../waiting/index.ts";
import type { Site } from "./site.ts";
import { failAs } from "./verdict.ts";

/** An auth mount of type jwt. */
export interface Mount {
  readonly path: string;
  readonly accessor: string;
}

export interface Role {
  readonly name: string;
  readonly mount: Mount;
  readonly policies: readonly string[];
}

export interface Bounds {
  readonly role?: JsonValue;
  readonly policy?: string;
}

export interface RoleOptions {
  readonly name?: string;
  /** Default: the mount `jwt`, trusting who signs the scenario's tokens. */
  readonly mount?: Mount;
  readonly policies?: readonly string[];
  readonly boundAudiences?: readonly string[];
  readonly boundClaims?: JsonObject;
  /** Seconds; default 3600. */
  readonly ttl?: number;
}

/** A scenario's Vault: what is made here is gone when the scenario ends. */
export interface VaultStage extends AsyncDisposable {
  readonly address: string;
  /** Mounts jwt auth; `trusts` says whose tokens it takes (default: the scenario's kind), and may change it later. */
  mount(path: string, options?: { trusts?: TokenKind }): Promise<Mount>;
  role(options?: RoleOptions): Promise<Role>;
  policy(name: string, rules: string): Promise<void>;
  /** Mounts kv version 2. */
  kv(path: string): Promise<void>;
  secret(mount: string, path: string, data: JsonObject): Promise<void>;
  /** Every login that Vault received since the scenario began, in order. */
  logins(): Promise<readonly AuditedRequest[]>;
  requests(): Promise<readonly AuditedRequest[]>;
  /** Vault's own reason for the last login that it refused; where it refused none, the scenario has failed. */
  lastRefusal(): Promise<string>;
  /** The last role that was made and the policies that it gives, as Vault has them: for a failure's evidence. */
  bounds(): Promise<Bounds>;
  /** The metadata of the one alias that logins at a mount have made. */
  aliasMetadata(mount: Mount): Promise<Readonly<Record<string, unknown>>>;
}

// The README's example role, as an administrator would write it.
const readmeMappings = [
  "owner owner_email owner_login_type owner_name provisioner provisioner_arch provisioner_os sub",
  "template template_name template_version workspace workspace_name workspace_id",
]
  .join(" ")
  .split(" ");

export async function openVaultStage(site: Site, kind: TokenKind): Promise<VaultStage> {
  const { server } = site;
  const { client } = server;
  const made = new AsyncDisposableStack();
  const begun = await server.audit.mark();
  const mounts = new Map<string, Mount>();
  let last: Role | undefined;
  made.defer(() => forgetEntities(server));
  const undo = (path: string) => made.defer(async () => void (await client.ask("DELETE", path)));

  const stage: VaultStage = {
    address: server.address,
    async mount(path, { trusts = kind } = {}) {
      if (!mounts.has(path)) {
        await client.demand("POST", `sys/auth/${path}`, { type: "jwt" });
        undo(`sys/auth/${path}`);
      }
      await client.demand("POST", `auth/${path}/config`, trust(site, trusts));
      const { body } = await client.demand("GET", `sys/auth/${path}`);
      const mount = { path, accessor: String(body.data?.accessor) };
      mounts.set(path, mount);
      return mount;
    },
    async role(options = {}) {
      const mount = options.mount ?? mounts.get("jwt") ?? (await stage.mount("jwt"));
      const name = options.name ?? `workspace-${randomUUID().slice(0, 8)}`;
      const policies = options.policies ?? [];
      await client.demand("POST", `auth/${mount.path}/role/${name}`, roleBody(options, policies));
      last = { name, mount, policies };
      return last;
    },
    async policy(name, rules) {
      await client.demand("PUT", `sys/policies/acl/${name}`, { policy: rules });
      undo(`sys/policies/acl/${name}`);
    },
    async kv(path) {
      await client.demand("POST", `sys/mounts/${path}`, { type: "kv", options: { version: "2" } });
      undo(`sys/mounts/${path}`);
    },
    async secret(mount, path, data) {
      await writeWhenReady(server, `${mount}/data/${path}`, { data });
    },
    requests: () => server.audit.since(begun),
    async logins() {
      return (await stage.requests()).filter((request) => /^auth\/.+\/login$/.test(request.path));
    },
    async lastRefusal() {
      const logins = await stage.logins();
      const reason = logins.flatMap((login) => login.refusal ?? []).at(-1);
      if (reason === undefined) failAs("Vault to refuse a login", `it received ${logins.length} and refused none`);
      return reason;
    },
    bounds: async () => (last === undefined ? {} : await boundsOf(server, last)),
    aliasMetadata: (mount) => metadataAt(server, mount),
    [Symbol.asyncDispose]: () => made.disposeAsync(),
  };
  return stage;
}

function trust(site: Site, kind: TokenKind): JsonObject {
  if (kind === "custom") return { jwt_validation_pubkeys: [site.signer.publicKeyPem], bound_issuer: customIssuer };
  return {
    oidc_discovery_url: site.issuer.url,
    oidc_discovery_ca_pem: site.authority.certificate,
    bound_issuer: site.issuer.url,
  };
}

/** `iss` of the README's custom token. */
export const customIssuer = "https://code.example.com";

function roleBody(options: RoleOptions, policies: readonly string[]): JsonObject {
  const claims: Record<string, Json> = Object.fromEntries(readmeMappings.map((claim) => [claim, claim]));
  return {
    role_type: "jwt",
    user_claim: "sub",
    bound_audiences: options.boundAudiences ?? ["https://vault.example.com"],
    claim_mappings: claims,
    token_ttl: options.ttl ?? 3600,
    token_policies: policies,
    ...(options.boundClaims === undefined ? {} : { bound_claims: options.boundClaims }),
  };
}

/** A new kv mount of version 2 refuses writes while it upgrades itself. */
async function writeWhenReady(server: VaultServer, path: string, body: JsonObject): Promise<void> {
  await poll(async () => ((await server.client.ask("POST", path, body)).status < 400 ? true : undefined), {
    what: `the kv mount of ${path} to take a write`,
    limit: limits.serverReady,
  });
}

const roleRecord = z.record(z.string(), z.json());
const policyRecord = z.object({ policy: z.string() });

async function boundsOf({ client }: VaultServer, { name, mount, policies }: Role): Promise<Bounds> {
  const role = await client.demand("GET", `auth/${mount.path}/role/${name}`);
  const texts = await Promise.all(
    policies.map(async (policy) => {
      const { body } = await client.demand("GET", `sys/policies/acl/${policy}`);
      return `# ${policy}\n${policyRecord.parse(body.data).policy}`;
    }),
  );
  return { role: roleRecord.parse(role.body.data), ...(texts.length === 0 ? {} : { policy: texts.join("\n\n") }) };
}

async function forgetEntities(server: VaultServer): Promise<void> {
  const { body } = await server.client.ask("LIST", "identity/entity/id");
  const keys = body.data?.keys;
  for (const id of Array.isArray(keys) ? keys : []) await server.client.ask("DELETE", `identity/entity/id/${id}`);
}

const aliases = z.object({ key_info: z.record(z.string(), z.looseObject({ mount_accessor: z.string() })) });
const alias = z.object({ metadata: z.record(z.string(), z.unknown()).nullable() });

async function metadataAt({ client }: VaultServer, mount: Mount): Promise<Readonly<Record<string, unknown>>> {
  // Vault answers 404 where there is none at all.
  const { status, body } = await client.ask("LIST", "identity/entity-alias/id");
  const all = status === 404 ? {} : aliases.parse(body.data).key_info;
  const found = Object.entries(all).filter(([, info]) => info.mount_accessor === mount.accessor);
  const [id = ""] = found.length === 1 ? (found[0] ?? []) : [];
  if (id === "") failAs(`the logins at ${mount.path} to make one alias`, `they made ${found.length}`);
  const read = await client.demand("GET", `identity/entity-alias/id/${id}`);
  return alias.parse(read.body.data).metadata ?? {};
}
