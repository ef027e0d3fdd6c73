import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeFailure } from "../../harness/engine/failure.ts";
import { openSite, type Site } from "../../harness/engine/site.ts";
import { type CoderStage, openCoderStage, type StartOptions } from "../../harness/engine/stages/coder-stage.ts";
import { signJwt } from "../../harness/engine/stages/jwts.ts";
import { openVaultStage, type VaultStage } from "../../harness/engine/stages/vault-stage.ts";
import { decodeClaims } from "../../harness/identity/index.ts";
import { wantedCell } from "../../harness/plan/index.ts";
import { prepareRun } from "../../harness/run/index.ts";
import { echoingModule } from "./echoing-module.ts";

const coldCache = 600_000;

const own = new AsyncDisposableStack();
let site: Site;
let vault: VaultStage;
let coder: CoderStage;
beforeAll(async () => {
  const { folder } = own.use(await echoingModule());
  // It has namespaces.
  const cells = [{ wanted: wantedCell({ server: "openbao" }), scenarios: [] }];
  const modules = [{ name: "echoing", source: folder }];
  const run = own.use(await prepareRun({ modules, cells, progress: () => {} }));
  const [cell] = run.cells;
  const [subject] = cell?.settings.subjects ?? [];
  if (cell === undefined || subject === undefined)
    throw new Error("a run with the defaults has one cell and one subject");
  site = own.use(await openSite(cell.settings));
  vault = own.use(await openVaultStage(site, "custom"));
  coder = own.use(await openCoderStage({ site, kind: "custom", subject }, vault));
}, coldCache);
afterAll(() => own.disposeAsync());

const long = `x${"y".repeat(4095)}`;

/** What Vault takes for a name of most kinds; no space is among it, which no namespace has. */
const names = {
  "a query": "a?b&c=d",
  "a fragment": "a#b",
  "percent signs": "a%2Fb%",
  "quotes and a substitution": "a'b\"$(id)`id`",
  "a template": `\${path.module}%{if}`,
  "a leading dash": "-h",
  "a backslash": "a\\b\\n",
  "JSON and XML": '{"a":[]]>},<failure>',
  unicode: "größe字🔑",
  "4 KiB": long,
};

/** The names that Vault itself lists there. */
async function listed(path: string, namespace = ""): Promise<readonly unknown[]> {
  const { body } = await vault.api.ask("LIST", path, undefined, { namespace });
  return Array.isArray(body.data?.keys) ? body.data.keys : [];
}

describe("what Vault is asked to make has the name that was given", () => {
  test.each(Object.entries(names))("%s", async (_what, name) => {
    await using stage = await openVaultStage(site, "custom");
    const mount = await stage.mount(name);
    await stage.kv(`kv/${name}`);
    await stage.secret(`kv/${name}`, name, { [name]: name });
    await stage.policy(name, 'path "a" { capabilities = ["read"] }');
    await stage.group(name, { mount, policies: [name] });
    await stage.within(`team/${name}`);

    const [mounts, aliases] = await Promise.all([
      stage.api.demand("GET", "sys/auth"),
      stage.api.demand("LIST", "identity/group-alias/id"),
    ]);

    expect(Object.keys(mounts.body.data ?? {})).toContain(`${name}/`);
    expect(Object.values(aliases.body.data?.key_info ?? {})).toMatchObject([{ name, mount_accessor: mount.accessor }]);
    expect(await listed(`kv/${name}/metadata`)).toEqual([name]);
    // Vault writes the names of policies in small letters.
    expect(await listed("sys/policies/acl")).toContain(name.toLowerCase());
    expect(await listed("sys/namespaces", "team")).toEqual([`${name}/`]);
  });

  test("and is gone afterwards", async () => {
    expect(await listed("sys/namespaces")).toEqual([]);
    expect(await listed("identity/group/id")).toEqual([]);
    expect(await listed("sys/policies/acl")).toEqual(["default", "root"]);
    const { body } = await vault.api.demand("GET", "sys/auth");
    expect(Object.keys(body.data ?? {}).filter((path) => path !== "token/")).toEqual([]);
  });
});

describe("what Vault does not take, or another name for, is said and leaves nothing", () => {
  const makers: Readonly<Record<string, (stage: VaultStage, name: string) => Promise<unknown>>> = {
    role: (stage, name) => stage.role({ name }),
    mount: (stage, path) => stage.mount(path),
    kv: (stage, path) => stage.kv(path),
    secret: (stage, path) => stage.kv("kv").then(() => stage.secret("kv", path, {})),
    policy: (stage, name) => stage.policy(name, "#"),
    group: async (stage, name) => stage.group(name, { mount: await stage.mount("jwt"), policies: [] }),
    namespace: (stage, path) => stage.within(path),
  };
  test.each([
    ["role", "a b", /"auth\/jwt\/role\/a b": .*unsupported path/s],
    ["role", "a/b", /auth\/jwt\/role\/a\/b: .*unsupported path/s],
    ["role", "a?b", /auth\/jwt\/role\/a\?b: .*unsupported path/s],
    ["role", "größe", /role\/größe/],
    ["role", "a\nb", /role\/a\\nb/],
    ["role", "", /auth\/jwt\/role\//],
    ["mount", "", /sys\/auth\//],
    ["mount", "a/../b", /a\/\.\.\/b/],
    ["mount", "a//b", /a\/\/b/],
    ["secret", "a\nb", /kv\/data\/a\\nb/],
    ["secret", "..", /kv\/data\/\.\./],
    ["policy", "\ud800", /\\ud800/],
    ["policy", "\u202e", /sys\/policies\/acl\/\u202e/],
    ["group", "", /identity\/group-alias/],
    ["namespace", "a b", /a b.*space/],
    ["namespace", "team/", /namespaces\//],
    ["namespace", "a\0b", /a\\u0000b/],
  ])("%s %j", async (kind, name, said) => {
    await using stage = await openVaultStage(site, "custom");

    await expect(makers[kind]?.(stage, name)).rejects.toMatchObject({
      name: "HarnessFault",
      message: expect.stringMatching(said),
    });
  });

  test.each(["a b ", "a\nb", "\ud800"])("a request to the namespace %j", async (namespace) => {
    const asked = vault.api.ask("GET", "sys/auth", undefined, { namespace });

    await expect(asked).rejects.toMatchObject({ code: "vault.unaskable" });
  });

  test("nothing", async () => {
    expect(await listed("identity/group/id")).toEqual([]);
    expect(await listed("sys/namespaces")).toEqual([]);
  });
});

/** Each has all that a shell, JSON, XML, Terraform, an environment or a terminal could take for more than text. */
// A template after a lone carriage return is none to Terraform.
const odd = (name: string) => `-${name} '"\n\t$(id)\`id\`;&|<>\\$${"{a}"}%{if}%s ]]> \u001b[31m\u202e größe🔑\r `;

describe("a workspace whose every value is odd", () => {
  const owner = {
    name: odd("name"),
    fullName: odd("full name"),
    email: odd("email"),
    groups: [odd("group"), long, "", "a,b", "null"],
  };
  const path = names["quotes and a substitution"];
  const namespace = names.unicode;
  const role = odd("role");
  // Coder expands variables in it.
  const directory = odd("/tmp/directory").slice(1).replace("${a}", "");
  const inputs = { vault_jwt_auth_path: path, vault_namespace: namespace, vault_cli_version: long };
  const claims = { [odd("claim")]: [odd("value"), long, ""], empty: "" };
  const start = (changes: Partial<StartOptions> = {}) =>
    coder.start({ role, owner, name: odd("workspace"), directory, inputs, claims, ...changes } as StartOptions);

  test("gets them as they are, and so do Vault and the evidence of a failure", async () => {
    const inside = await vault.within(namespace);
    await inside.mount(path);

    const workspace = await start({
      before: async ({ run, environment }) => {
        await run({ argv: ["/bin/mkdir", "--", directory], environment });
      },
    });

    const { exitCode, log } = workspace.script;
    expect({ exitCode, log }).toMatchObject({ exitCode: 0, log: expect.stringContaining("could not be found") });
    const shell = await workspace.command('printf \'%s\\0\' "$GIVEN" "$EXPANDED"; pwd; printf .');
    const [echoed = "", expanded, folder] = shell.stdout.split("\0");
    const { jwt } = workspace;
    expect(JSON.parse(Buffer.from(echoed, "base64").toString())).toEqual({
      ...owner,
      address: vault.address,
      role,
      token: jwt,
      path,
      namespace,
      version: long,
      workspace: odd("workspace"),
    });
    expect(expanded).toBe("<coder>");
    expect(folder).toBe(`${directory}\n.`);
    expect(workspace.claims).toMatchObject({ ...claims, owner_name: owner.name, owner_groups: owner.groups });
    const [login] = await inside.logins();
    expect(login).toMatchObject({ path: `auth/${path}/login`, namespace: `${namespace}/`, data: { role, jwt } });
    const { evidence } = await describeFailure(new Error(odd("error")), site, inside, coder);
    expect(evidence).toMatchObject({
      startupLog: log,
      claims,
      vaultRequests: [{ path: `auth/${path}/login`, namespace: `${namespace}/`, received: { role } }],
    });
  });

  test("has them in the owner's token from the issuer too", async () => {
    const person = { ...coder.owner, ...owner, id: odd("id") };
    const template = { id: "", name: odd("template"), version: odd("version") };
    const workspace = { id: odd("id"), name: odd("workspace"), accessUrl: odd("url"), template };

    const jwt = await signJwt(site, "oidc", { workspace, owner: person }, { claims });

    expect(decodeClaims(jwt)).toMatchObject({
      ...claims,
      sub: person.id,
      owner_name: owner.name,
      email: owner.email,
      groups: owner.groups,
    });
  });

  test("has no CLI of a version that is none", async () => {
    await expect(start({ cli: odd("version") })).rejects.toMatchObject({ code: "version-malformed" });
  });

  test.each<[string, Partial<StartOptions>, RegExp]>([
    ["a NUL in the owner's name", { owner: { name: "a\0b" } }, /could not be started: .*null bytes/],
    ["more groups than an environment holds", { owner: { groups: Array(40).fill(long) } }, /could not be started/],
    ["half a character", { inputs: { vault_cli_version: "a\ud800" } }, /"a\\ud800" for vault_cli_version/],
  ])("is no module's fault where Terraform cannot be given them: %s", async (_what, changes, said) => {
    await expect(start(changes)).rejects.toMatchObject({
      name: "HarnessFault",
      message: expect.stringMatching(said),
    });
  });
});
