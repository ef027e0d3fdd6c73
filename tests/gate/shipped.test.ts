import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { readCatalogue } from "../../harness/cli/commands/catalogue.ts";
import { type Decision, decide, parsePolicy } from "../../harness/gate/index.ts";
import { expandMatrix, readMatrix } from "../../harness/matrix/index.ts";
import type { Cell } from "../../harness/model/index.ts";
import type { ScenarioResult } from "../../harness/model/report/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { buildReport } from "../../harness/report/index.ts";
import { digest, now } from "../../tools/tampered/sample.ts";
import { sampleCell } from "../report/sample.ts";

const catalogue = readCatalogue();

const offline = await readMatrix("offline", catalogue);
const planned = await expandMatrix(offline, () => Promise.reject(new Error("nothing is looked up")));
const matrix = planned.map(
  ({ server, cli, terraform, agent, provider }, at): Cell => ({
    ...sampleCell(`cell-${at}`),
    server: { ...server, origin: "package" },
    cli: { ...cli, origin: "package", archives: "stand-in" },
    terraform,
    agent,
    providers: { [provider.address]: provider.version },
  }),
);

/** What each cell cannot have, as runs there report it. */
function outcomeOf(requirement: string, scenario: string, { server, agent }: Cell): ScenarioResult["outcome"] {
  const lacking = [
    server.name === "vault" && ["NS-01", "NS-03", "NS-04"].includes(requirement),
    agent === "no-sudo" && ["only-wget", "only-busybox"].includes(scenario),
    agent === "alpine-like" && ["only-wget", "only-curl", "missing-tools"].includes(scenario),
  ];
  return lacking.includes(true) ? "unsupported" : "pass";
}

async function decideBy(
  name: string,
  cells: readonly Cell[],
  change: (result: ScenarioResult) => ScenarioResult,
): Promise<Decision> {
  const bytes = await readFile(join(packageFolder, "policies", `${name}.yaml`));
  const results = catalogue.flatMap(({ id, tokens, scenarios }) =>
    scenarios.flatMap((scenario) =>
      tokens.flatMap((token) =>
        cells.map((cell) => {
          const outcome = outcomeOf(id, scenario, cell);
          return change({ requirement: id, scenario, token, cell: cell.id, outcome, durationMs: 1 });
        }),
      ),
    ),
  );
  const tool = { name: "vault-jwt-conformance", version: "0.1.0" };
  const subject = { source: "module", digest, variables: [] };
  const report = buildReport({ tool, startedAt: now, durationMs: 1, subject, cells, catalogue, results });
  return decide({
    policy: parsePolicy(bytes, name, catalogue).policy,
    reports: [{ report, where: "r" }],
    catalogue,
    subject,
    now,
  });
}

const asItIs = (result: ScenarioResult) => result;

describe.each(["core", "hardened", "verified"])("the policy %s", (name) => {
  test("accepts what passes on the whole offline matrix, but for what a cell cannot have", async () => {
    expect(await decideBy(name, matrix, asItIs)).toMatchObject({ accepted: true, reasons: [] });
  });

  test.each(["fail", "error", "unsupported"] as const)("refuses one result that is %s on one cell", async (outcome) => {
    const { reasons } = await decideBy(name, matrix, (result) =>
      result.requirement === "LOGIN-06" && result.token === "oidc" && result.cell === "cell-3"
        ? { ...result, outcome }
        : result,
    );

    expect(reasons.map(({ code }) => code)).toEqual([`result.${outcome}`]);
  });
});

test.each([
  ["a module without vault_namespace", /^NS-/],
  ["a module that no bare workspace can run", /^CLI-1[234]$/],
  ["a module that a security review refuses", /^SEC-/],
])("verified refuses %s", async (_, ids) => {
  const { accepted } = await decideBy("verified", matrix, (result) =>
    ids.test(result.requirement) ? { ...result, outcome: "unsupported" } : result,
  );

  expect(accepted).toBe(false);
});

test("verified asks for every cell of the offline matrix", async () => {
  const missing = await Promise.all(
    matrix.map(
      async (cell) =>
        (
          await decideBy(
            "verified",
            matrix.filter((one) => one !== cell),
            asItIs,
          )
        ).reasons.length,
    ),
  );

  // Two servers are there with another CLI too, which says the same of them and more.
  const twice = matrix.filter(({ server, cli, terraform, agent }) =>
    matrix.some(
      (other) =>
        isDeepStrictEqual([server, terraform.name, agent], [other.server, other.terraform.name, other.agent]) &&
        isDeepStrictEqual([server.name, server.version], [cli.name, cli.version]) &&
        other.cli.version !== cli.version,
    ),
  );
  expect(twice).toHaveLength(2);
  expect(missing.map((count) => count > 0)).toEqual(matrix.map((cell) => !twice.includes(cell)));
});

test.each<readonly [string, Partial<Cell>]>([
  ["a server that an option named", { server: { name: "openbao", version: "2.7.2", origin: "named" } }],
  ["a server that was on PATH", { server: { name: "openbao", version: "2.7.2", origin: "path" } }],
  ["a server of a report that does not say where it came from", { server: { name: "openbao", version: "2.7.2" } }],
  ["workspaces of a template of the user's own", { overrides: ["--template"] }],
  ["a Vault that was set up wrongly on purpose", { overrides: ["--server-defect any-audience"] }],
])("core refuses %s, though everything passed", async (_, changes) => {
  const cells = matrix.map((cell, at) => (at === 0 ? { ...cell, ...changes } : cell));

  const { accepted, reasons } = await decideBy("core", cells, asItIs);

  expect([accepted, reasons.map(({ code }) => code)]).toEqual([false, ["cell.not-genuine"]]);
});
