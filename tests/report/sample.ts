import type { Cell } from "../../harness/model/index.ts";
import type { FailureDetails, Report, ScenarioResult } from "../../harness/model/report/index.ts";
import { buildReport, type ReportInput } from "../../harness/report/index.ts";

/** A cell as a run on OpenBao makes it, by its id. */
export function sampleCell(id: string): Cell {
  return {
    id,
    runtime: "process",
    server: { name: "openbao", version: "2.7.2" },
    cli: { name: "vault", version: "1.17.0", archives: "stand-in" },
    terraform: { name: "terraform", version: "1.11.4" },
    providers: { "coder/coder": "2.13.1" },
    agent: "debian",
  };
}

const passed: ScenarioResult = {
  requirement: "LOGIN-01",
  scenario: "valid-login",
  token: "oidc",
  cell: "openbao",
  outcome: "pass",
  durationMs: 812.4,
};

/** A result that passes, but for what is given. */
export function sampleResult(changes: Partial<ScenarioResult>): ScenarioResult {
  return { ...passed, ...changes };
}

export const refusal: FailureDetails = {
  expected: "an exit status that is not 0",
  observed: "exit status 0, and the log says: Vault authentication complete!",
  diagnosis: "The script does not look at what `vault write` returned.",
  evidence: {
    exitCode: 0,
    startupLog: "Fetching Vault\nError writing data: permission denied\nVault authentication complete!\n",
    vaultRequests: [
      {
        time: "2025-11-24T01:00:00Z",
        operation: "update",
        path: "auth/jwt/login",
        status: 400,
        error: "wrong audience",
      },
    ],
    claims: { aud: ["https://elsewhere.example"] },
    role: { bound_audiences: ["https://vault.example.com"] },
  },
};

export const failing: ScenarioResult = sampleResult({
  requirement: "LOGIN-06",
  scenario: "refused-login",
  token: "custom",
  outcome: "fail",
  failure: refusal,
});

/** A result that cannot tell, as a refused login does not fail the start. */
export const blocked: ScenarioResult = sampleResult({
  outcome: "blocked",
  reason: "The start succeeded although the login was refused.",
  blockedBy: "LOGIN-06",
});

/** What a report of those results, and nothing else, is made from. */
export function sampleInput(results: readonly ScenarioResult[], changes: Partial<ReportInput> = {}): ReportInput {
  return {
    tool: { name: "vault-jwt-conformance", version: "0.1.0" },
    startedAt: new Date("2025-11-24T01:00:00Z"),
    durationMs: 38_200,
    subject: { source: "module", digest: `h1:${"A".repeat(43)}=`, variables: ["agent_id", "vault_addr"] },
    cells: [sampleCell("openbao")],
    catalogue: [
      { id: "LOGIN-01", title: "A valid token and role log in", profile: "core" },
      { id: "LOGIN-06", title: "A refused login fails the start", profile: "core" },
      { id: "CLI-05", title: "Without root the pinned version is found", profile: "core" },
    ],
    results,
    ...changes,
  };
}

export function sampleReport(results: readonly ScenarioResult[], changes: Partial<ReportInput> = {}): Report {
  return buildReport(sampleInput(results, changes));
}

/** What a subject may print to break a report. */
export const hostile: string = [
  "</script><script>alert(1)</script>",
  "]]> <![CDATA[ --> &amp; &#0; \"' <testcase>",
  "\x1b[2J\x1b]0;title\x07\x9b31m",
  "bidi \u202e\u2066 zero \u200b\ufeff line \u2028",
  "lone \ud800 and \udc00, nul \0, \ufffe \uffff",
  "| ` $(id) \\ %s",
].join("\n");

/** A failure all of whose texts are hostile. */
export const hostileFailure: ScenarioResult = {
  ...failing,
  reason: hostile,
  failure: {
    expected: hostile,
    observed: hostile,
    diagnosis: hostile,
    evidence: {
      startupLog: hostile,
      vaultRequests: [{ time: hostile, operation: hostile, path: hostile, error: hostile }],
      claims: { [hostile]: hostile },
      policy: hostile,
    },
  },
};
