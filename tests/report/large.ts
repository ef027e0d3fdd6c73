import type { Cell } from "../../harness/model/index.ts";
import type { Outcome, Report, ScenarioResult } from "../../harness/model/report/index.ts";
import { buildReport } from "../../harness/report/index.ts";
import { requirements } from "../../scenarios/requirements.ts";
import { refusal, sampleCell } from "./sample.ts";

const servers = ["openbao 2.7.2", "openbao 2.7.1", "vault 1.13.1", "vault 1.17.0", "vault 1.20.4"];
const agents = ["debian", "no-sudo", "alpine-like", "debian-slim"];

/** One case of every requirement and token, then a second one. */
const cases = [0, 1].flatMap((place) =>
  requirements.flatMap(({ id, title, tokens }) =>
    tokens.map((token) => ({ requirement: id, scenario: scenarioName(title, place), token, place })),
  ),
);

/** A report of 20 cells × 150 results by the real catalogue; some fail, and each failure has its evidence. */
export function largeReport(cellCount = 20, resultCount = 150): Report {
  const cells = servers.flatMap((server) => agents.map((agent) => cellOf(server, agent))).slice(0, cellCount);
  const results = cells.flatMap((cell, column) =>
    cases.slice(0, resultCount).map((entry, row) => resultOf(cell, entry, outcomeAt(entry, column, row))),
  );
  return buildReport({
    tool: { name: "vault-jwt-conformance", version: "0.1.0" },
    startedAt: new Date("2026-11-24T10:14:00Z"),
    durationMs: 1_234_567,
    subject: {
      source: "git::https://git.example.com/modules.git//vault-jwt?ref=v1.2.0",
      digest: `h1:${"gyu6CvoTJG1+d6Zh35b+HaiThtgAuAV4B071I+r+fA".padEnd(43, "Y")}=`,
      version: "1.2.0",
      variables: ["agent_id", "vault_addr", "vault_cli_version", "vault_jwt_auth_path", "vault_jwt_role"],
    },
    cells,
    catalogue: requirements.map(({ scenarios = [], ...entry }) => ({
      ...entry,
      files: scenarios.map(({ file }) => `scenarios/${file}.test.ts`),
    })),
    results,
    notes: ["ROLE-02: Coder promises no order of an owner's groups: groups[0] may be another one tomorrow."],
  });
}

function cellOf(server: string, agent: string): Cell {
  const [name = "", version = ""] = server.split(" ");
  const id = `process-${name}-${version}-terraform-1.11.4-${agent}`;
  return { ...sampleCell(id), server: { name, version }, agent };
}

function scenarioName(title: string, place: number): string {
  const words = title.toLowerCase().match(/[a-z]+/g) ?? [];
  return [...words.slice(0, 4), ...(place === 0 ? [] : ["again"])].join("-");
}

/** Each login that is refused with the owner's token, and a few more. */
function outcomeAt({ requirement, token, place }: Case, column: number, row: number): Outcome {
  if (requirement === "LOGIN-06" && token === "oidc" && place === 0) return "fail";
  if (requirement === "ROLE-05" && token === "custom" && place === 0 && column % 4 === 2) return "fail";
  if (requirement === "POLICY-04" && place === 0 && column === 3) return "error";
  return row % 29 === 28 && column >= 8 ? "unsupported" : "pass";
}

type Case = (typeof cases)[number];

function resultOf(cell: Cell, { requirement, scenario, token, place }: Case, outcome: Outcome): ScenarioResult {
  return {
    requirement,
    scenario,
    token,
    cell: cell.id,
    outcome,
    durationMs: 640 + place * 912,
    ...(outcome === "unsupported" && { reason: `${cell.server.name} ${cell.server.version} has no namespaces` }),
    ...((outcome === "fail" || outcome === "error") && { failure: { ...refusal, evidence } }),
  };
}

const names = ["owner", "owner_email", "owner_name", "template", "template_name", "workspace", "workspace_name"];

const evidence = {
  ...refusal.evidence,
  startupLog: `${Array.from({ length: 60 }, (_, line) => `Reading input ${line} of the module`).join("\n")}
URL: PUT https://vault.example.com:8200/v1/auth/jwt/login
Code: 400. Errors:

* error validating token: invalid audience (aud) claim: audience claim does not match any expected audience
vault-jwt: Vault authentication complete!
`,
  vaultRequests: [
    {
      time: "2026-11-24T10:14:35.787961302Z",
      operation: "update",
      path: "auth/jwt/login",
      received: { jwt: "<redacted:jwt:063143>", role: "workspace-23f8eb2e" },
      status: 400,
      error:
        "error validating token: invalid audience (aud) claim: audience claim does not match any expected audience",
    },
    {
      time: "2026-11-24T10:14:36.112004417Z",
      operation: "read",
      path: "auth/token/lookup-self",
      namespace: "team/a/",
      answered: { client_token: "<redacted:vault-token:b1a865>" },
    },
  ],
  claims: {
    iss: "https://code.example.com",
    sub: "85da51cc-8e6d-40ba-8b6f-047b559da7cf",
    aud: "https://elsewhere.example",
    owner_groups: ["developers", "Everyone"],
    ...Object.fromEntries(names.map((name) => [name, `${name}-of-ada`])),
  },
  role: {
    role_type: "jwt",
    bound_audiences: ["https://vault.example.com"],
    bound_subject: "",
    bound_claims_type: "glob",
    bound_claims: { owner_groups: ["dev*"] },
    claim_mappings: Object.fromEntries(names.map((name) => [name, name])),
    user_claim: "sub",
    groups_claim: "owner_groups",
    token_policies: ["reader"],
    token_ttl: 1800,
  },
  policy:
    'path "kv/data/users/{{identity.entity.aliases.auth_jwt_1.metadata.owner_name}}/*" {\n  capabilities = ["read"]\n}\n',
};
