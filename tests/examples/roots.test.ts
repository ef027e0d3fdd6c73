import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../harness/package/index.ts";
import { scenarioFiles } from "../../harness/plan/index.ts";
import { readmeExamplePolicy, readmeExampleRole } from "../../harness/run/index.ts";
import { requirements } from "../../scenarios/requirements.ts";

const folder = join(packageFolder, "fixtures/templates");

const block = [
  'module "vault" {',
  "count = data.coder_workspace.me.start_count",
  'source = "registry.coder.com/modules/vault-jwt/coder"',
  'version = "1.0.21"',
  "agent_id = coder_agent.example.id",
  'vault_addr = "https://vault.example.com"',
];
const role = 'vault_jwt_role = "coder" # The Vault role to use for authentication';

const blocks = {
  default: [...block, role, "}"],
  "auth-path": [...block, 'vault_jwt_auth_path = "oidc"', role, "}"],
  "group-role": [
    'data "coder_workspace_owner" "me" {}',
    ...block,
    "vault_jwt_role = data.coder_workspace_owner.me.groups[0]",
    "}",
  ],
  "pinned-cli": [...block, role, 'vault_cli_version = "1.17.5"', "}"],
  "custom-jwt": [
    ...block.map((line) => line.replace("1.0.21", "1.0.20")),
    role,
    "vault_jwt_token = jwt_signed_token.vault[0].token",
    "}",
  ],
};

test.for(Object.entries(blocks))("%s/ calls the module as the README does", async ([name, lines]) => {
  expect(await linesOf(join(folder, name, "vault.tf"))).toEqual(lines);
});

test("custom-jwt/ signs the README's claims with the README's providers", async () => {
  const lines = await linesOf(join(folder, "custom-jwt/jwt.tf"));

  expect(lines).toEqual(
    expect.arrayContaining([
      'source = "geektheripper/jwt"',
      'version = "1.1.4"',
      'source = "hashicorp/time"',
      'version = "0.11.1"',
      'resource "jwt_signed_token" "vault" {',
      'algorithm = "RS256"',
      'key = file("key.pem")',
      'iss = "https://code.example.com"',
      'sub = "$' + '{data.coder_workspace.me.id}"',
      'aud = "https://vault.example.com"',
      "iat = provider::time::rfc3339_parse(plantimestamp()).unix",
      "agent = coder_agent.main.id",
      "workspace_port = data.coder_workspace.me.access_port",
      "template_version = data.coder_workspace.me.template_version",
      "owner_groups = data.coder_workspace_owner.me.groups",
    ]),
  );
});

test("every template is an example of the README, or the general one", async () => {
  const roots = await Array.fromAsync(glob("*/main.tf", { cwd: folder }), (path) => path.split("/")[0]);

  expect(roots.toSorted()).toEqual([...Object.keys(blocks), "workspace"].toSorted());
});

test("every scenario that applies an example says so in its own file, where a run looks before it starts", async () => {
  const scenarios = scenarioFiles(requirements);
  const applying = scenarios.filter(({ examples }) => examples.length > 0).map(({ path }) => path);
  const naming = await Array.fromAsync(glob(join(packageFolder, "scenarios/**/*.ts")), async (path) =>
    /\bexample\b\s*[:=]/.test(await readFile(path, "utf8")) ? [path] : [],
  );

  expect(naming.flat().toSorted()).toEqual(applying.toSorted());
  expect([...new Set(scenarios.flatMap(({ examples }) => examples))].toSorted()).toEqual(
    Object.keys(blocks).toSorted(),
  );
});

test("the example role maps the README's claims", async () => {
  expect(await readmeExampleRole()).toMatchObject({
    user_claim: "sub",
    bound_audiences: "https://vault.example.com",
    ttl: "1h",
    claim_mappings: { owner: "owner", workspace_id: "workspace_id", sub: "sub" },
  });
});

test("the example policy is bound to a mount, with subscriptions only where they are wanted", async () => {
  const [full, plain] = await Promise.all(
    [true, false].map((subscribe) => readmeExamplePolicy("auth_jwt_1a2b", { subscribe })),
  );

  expect(full).toContain(
    '["create", "read", "update", "delete", "list", "subscribe"]\n  subscribe_event_types = ["*"]',
  );
  expect(plain).not.toContain("subscribe");
  for (const text of [full, plain]) {
    expect(text).not.toContain("MOUNT_ACCESSOR");
    expect(
      text?.match(/^path "kv\/(data|metadata)\/app\/coder\/.*auth_jwt_1a2b\.metadata\.workspace_name\}\}"/gm),
    ).toHaveLength(2);
  }
});

/** The lines that say something, whatever their alignment. */
async function linesOf(file: string): Promise<string[]> {
  const lines = (await readFile(file, "utf8")).split("\n").map((line) => line.trim().replace(/ +/g, " "));
  return lines.filter((line) => line !== "");
}
