import { randomUUID } from "node:crypto";
import { z } from "zod";
import { createCertificateAuthority } from "../../identity/index.ts";
import type { JsonValue } from "../../model/index.ts";
import type { Secret } from "../../redaction/index.ts";
import type { TokenKind } from "../../run/index.ts";
import {
  type AuditedRequest,
  accepted,
  inNamespace,
  type JsonObject,
  type VaultClient,
  type VaultServer,
} from "../../vault/index.ts";
import { limits, poll } from "../../waiting/index.ts";
import { secretsIn } from "../secrets.ts";
import { defectOf } from "../server-defects.ts";
import type { Site } from "../site.ts";
import { failAs } from "../verdict.ts";
import { externalGroup, forgetEntities, metadataAt } from "./identities.ts";
import { customIssuer } from "./jwts.ts";
import { type Mount, type RoleOptions, roleBody } from "./roles.ts";

export interface Role {
  readonly name: string;
  readonly mount: Mount;
  readonly policies: readonly string[];
}

export interface Bounds {
  readonly role?: JsonValue;
  readonly policy?: string;
}

/** How an address can lead to no Vault that answers. */
export type Unavailability = "refused" | "unresolved" | "sealed" | "failing" | "silent";

export interface MountOptions {
  /** Whose tokens it takes, or its whole configuration; default: the scenario's kind. */
  readonly trusts?: TokenKind | JsonObject;
  /** The role that Vault takes where a login names none. */
  readonly defaultRole?: string;
}

/** A scenario's Vault: what is made here is gone when the scenario ends. */
export interface VaultStage extends AsyncDisposable {
  readonly address: string;
  readonly program: VaultServer["program"];
  /** Vault's HTTP API with the root token, for what nothing below says. */
  readonly api: Pick<VaultClient, "ask" | "demand">;
  /** Mounts jwt auth, or configures it anew. */
  mount(path: string, options?: MountOptions): Promise<Mount>;
  role(options?: RoleOptions): Promise<Role>;
  policy(name: string, rules: string): Promise<void>;
  /** What Vault says to a login that no workspace has a part in. */
  verdict(role: Role, jwt: string): Promise<"accepted" | "refused">;
  /** Makes an external group which logins at a mount come into by this name in their groups claim. */
  group(name: string, options: { mount: Mount; policies: readonly string[] }): Promise<void>;
  /** Mounts kv version 2. */
  kv(path: string): Promise<void>;
  secret(mount: string, path: string, data: JsonObject): Promise<void>;
  /** Whether the server has namespaces: found out by making one. */
  hasNamespaces(): Promise<boolean>;
  /** Makes a namespace below this one, such as `coder` or `coder/team`, and gives the Vault that is in it. */
  within(namespace: string): Promise<VaultStage>;
  /** Starts a further server: `certificate` is one that workspaces trust, or of an authority that they do not know. */
  another(options?: { certificate: "trusted" | "untrusted" }): Promise<VaultStage>;
  /** An address where no Vault answers as it should. */
  unavailable(kind: Unavailability): Promise<string>;
  /** Counts only what Vault receives from now on as the scenario's. */
  begin(): Promise<void>;
  /** Every login that Vault received since the scenario began, in order. */
  logins(): Promise<readonly AuditedRequest[]>;
  /** What Vault received since the scenario began, or since a mark. */
  requests(since?: number): Promise<readonly AuditedRequest[]>;
  /** How far Vault's audit log has come. */
  mark(): Promise<number>;
  /** What was kept in Vault, sent to it or given by it, here and in every stage that this one has opened. */
  secrets(): Promise<readonly Secret[]>;
  /** The accessor of every token that Vault has given since the scenario began, once: a renewal gives the token itself. */
  accessors(): Promise<readonly string[]>;
  /** These tokens, as far as Vault's audit log has them. */
  issued(): Promise<readonly string[]>;
  /** What Vault knows of a token; `undefined` of one that is none, or no more. */
  lookup(token: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Vault's own reason for the last login that it refused; where it refused none, the scenario has failed. */
  lastRefusal(): Promise<string>;
  /** The last role that was made and the policies that it gives, as Vault has them: for a failure's evidence. */
  bounds(): Promise<Bounds>;
  /** The metadata of the one alias that logins at a mount have made. */
  aliasMetadata(mount: Mount): Promise<Readonly<Record<string, unknown>>>;
}

/** Where a stage is. */
interface Place {
  readonly site: Site;
  readonly kind: TokenKind;
  readonly server: VaultServer;
  /** `""` for the root namespace, else with a slash at its end. */
  readonly namespace: string;
}

/** Opens a scenario's Vault: the server that the scenarios of a worker share, in its root namespace. */
export async function openVaultStage(site: Site, kind: TokenKind): Promise<VaultStage> {
  return await openStage({ site, kind, server: site.server, namespace: "" });
}

async function openStage(place: Place): Promise<VaultStage> {
  const { site, kind, server, namespace } = place;
  const client = inNamespace(server.client, namespace);
  const defect = defectOf(site);
  const made = new AsyncDisposableStack();
  let begun = await server.audit.mark();
  const mounts = new Map<string, Mount>();
  const secrets: Secret[] = [];
  const opened: VaultStage[] = [];
  let last: Role | undefined;
  made.defer(() => forgetEntities(client));
  const undo = (path: string) => made.defer(async () => void (await client.ask("DELETE", path)));

  const stage: VaultStage = {
    address: server.address,
    program: server.program,
    api: client,
    async mount(path, { trusts = kind, defaultRole } = {}) {
      if (!mounts.has(path)) {
        await client.demand("POST", `sys/auth/${path}`, { type: "jwt" });
        undo(`sys/auth/${path}`);
      }
      const trusted = typeof trusts === "string" ? trust(site, trusts) : trusts;
      const whole = { ...trusted, ...(defaultRole === undefined ? {} : { default_role: defaultRole }) };
      await client.demand("POST", `auth/${path}/config`, defect.mount?.(whole, site) ?? whole);
      const { body } = await client.demand("GET", `sys/auth/${path}`);
      const mount = { path, accessor: String(body.data?.accessor) };
      mounts.set(path, mount);
      return mount;
    },
    async role(options = {}) {
      const mount = options.mount ?? mounts.get("jwt") ?? (await stage.mount("jwt"));
      const name = options.name ?? `workspace-${randomUUID().slice(0, 8)}`;
      const body = await roleBody(options);
      await client.demand("POST", `auth/${mount.path}/role/${name}`, defect.role?.(body) ?? body);
      last = { name, mount, policies: options.policies ?? [] };
      return last;
    },
    async policy(name, rules) {
      await client.demand("PUT", `sys/policies/acl/${name}`, { policy: defect.policy?.(rules) ?? rules });
      undo(`sys/policies/acl/${name}`);
    },
    async verdict({ name, mount }, jwt) {
      secrets.push(["jwt", jwt]);
      const { status } = await client.ask("POST", `auth/${mount.path}/login`, { role: name, jwt });
      return status < 400 ? "accepted" : "refused";
    },
    async group(name, { mount, policies }) {
      const id = await externalGroup(client, name, policies);
      undo(`identity/group/id/${id}`);
      await client.demand("POST", "identity/group-alias", { name, mount_accessor: mount.accessor, canonical_id: id });
    },
    async kv(path) {
      await client.demand("POST", `sys/mounts/${path}`, { type: "kv", options: { version: "2" } });
      undo(`sys/mounts/${path}`);
    },
    async secret(mount, path, data) {
      for (const value of Object.values(data)) if (typeof value === "string") secrets.push(["secret", value]);
      await writeWhenReady(client, `${mount}/data/${path}`, { data });
    },
    async hasNamespaces() {
      const path = `sys/namespaces/probe-${randomUUID().slice(0, 8)}`;
      const isMade = (await client.ask("POST", path, {})).status < 400;
      if (isMade) undo(path);
      return isMade;
    },
    async within(path) {
      const inside = made.use(await openNamespace(place, path.split("/")));
      opened.push(inside);
      return inside;
    },
    async another({ certificate } = { certificate: "trusted" }) {
      const authority = certificate === "untrusted" ? await createCertificateAuthority() : undefined;
      const other = made.use(await site.anotherServer(authority));
      const stage = made.use(await openStage({ ...place, server: other }));
      opened.push(stage);
      return stage;
    },
    async unavailable(reason) {
      if (reason !== "sealed") return await unavailableAddress(site, server, reason);
      const other = made.use(await site.anotherServer());
      await other.client.demand("PUT", "sys/seal");
      return other.address;
    },
    async begin() {
      begun = await server.audit.mark();
    },
    mark: server.audit.mark,
    async requests(since = begun) {
      return (await server.audit.since(since)).filter((request) => request.namespace.startsWith(namespace));
    },
    async secrets() {
      const below = await Promise.all(opened.map((one) => one.secrets()));
      return [...secrets, ...secretsIn(await stage.requests().catch(() => [])), ...below.flat()];
    },
    async logins() {
      return (await stage.requests()).filter((request) => /^auth\/.+\/login$/s.test(request.path));
    },
    async accessors() {
      return [...new Set((await stage.requests()).flatMap(({ accessor }) => accessor ?? []))];
    },
    async issued() {
      return [...new Set((await stage.requests()).flatMap(({ issued }) => issued ?? []))];
    },
    async lookup(token) {
      return await lookedUp(client, token);
    },
    async lastRefusal() {
      return refusalOf(await stage.logins());
    },
    bounds: async () => (last === undefined ? {} : await boundsOf(client, last)),
    aliasMetadata: (mount) => metadataAt(client, mount),
    [Symbol.asyncDispose]: () => made.disposeAsync(),
  };
  return stage;
}

async function lookedUp(client: VaultStage["api"], token: string): ReturnType<VaultStage["lookup"]> {
  const { status, body } = await client.ask("POST", "auth/token/lookup", { token });
  return status < 400 ? (body.data ?? {}) : undefined;
}

function refusalOf(logins: Awaited<ReturnType<VaultStage["logins"]>>): string {
  const reason = logins.flatMap((login) => login.refusal ?? []).at(-1);
  return reason ?? failAs("Vault to refuse a login", `it received ${logins.length} and refused none`);
}

async function unavailableAddress(
  site: Place["site"],
  { address }: Place["server"],
  reason: Exclude<Parameters<VaultStage["unavailable"]>[0], "sealed">,
): Promise<string> {
  if (reason === "refused") return `https://${new URL(address).hostname}:8999`;
  if (reason === "unresolved") return "https://no-vault.example.com:8200";
  return (await site.brokenVault()).addresses[reason];
}

/** Makes the namespaces of a path, each below the one before. */
async function openNamespace(place: Place, [name = "", ...below]: readonly string[]): Promise<VaultStage> {
  await using made = new AsyncDisposableStack();
  const client = inNamespace(place.server.client, place.namespace);
  const path = `sys/namespaces/${name}`;
  if ((await client.ask("GET", path)).status >= 400) {
    await client.demand("POST", path, {});
    made.defer(() => removeNamespace(client, path));
  }
  const inside = { ...place, namespace: `${place.namespace}${name}/` };
  const stage = made.use(await (below.length === 0 ? openStage(inside) : openNamespace(inside, below)));
  const all = made.move();
  return { ...stage, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** Vault removes a namespace in the background, and its name is free when that is done. */
async function removeNamespace(client: VaultStage["api"], path: string): Promise<void> {
  await poll(
    async () => {
      await client.ask("DELETE", path);
      return (await client.ask("GET", path)).status === 404 ? true : undefined;
    },
    { what: `the namespace ${path} to be removed`, limit: limits.serverReady },
  );
}

function trust(site: Site, kind: TokenKind): JsonObject {
  if (kind === "custom") return { jwt_validation_pubkeys: [site.signer.publicKeyPem], bound_issuer: customIssuer };
  const { url } = site.issuer;
  return {
    oidc_discovery_url: url,
    oidc_discovery_ca_pem: site.authority.certificate,
    bound_issuer: url,
  };
}

/** A new kv mount of version 2 refuses writes while it upgrades itself. */
async function writeWhenReady(client: VaultStage["api"], path: string, body: JsonObject): Promise<void> {
  await poll(
    async () => {
      const given = await client.ask("POST", path, body);
      const upgrades = given.body.errors?.some((reason) => /\bupgrad/i.test(reason)) ?? false;
      return upgrades ? undefined : accepted({ method: "POST", path }, given);
    },
    { what: `the kv mount of ${path} to take a write`, limit: limits.serverReady },
  );
}

const roleRecord = z.record(z.string(), z.json());
const policyRecord = z.object({ policy: z.string() });

async function boundsOf(client: VaultStage["api"], { name, mount, policies }: Role): Promise<Bounds> {
  const role = await client.demand("GET", `auth/${mount.path}/role/${name}`);
  const texts = await Promise.all(
    policies.map(async (policy) => {
      const { body } = await client.demand("GET", `sys/policies/acl/${policy}`);
      return `# ${policy}\n${policyRecord.parse(body.data).policy}`;
    }),
  );
  return { role: roleRecord.parse(role.body.data), ...(texts.length === 0 ? {} : { policy: texts.join("\n\n") }) };
}
