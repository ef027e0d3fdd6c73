import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import type { Result } from "../../harness/model/report/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { planScenarios } from "../../harness/plan/index.ts";
import { parseReport } from "../../harness/report/index.ts";

const coldCache = 2_400_000;
const reportFile = join(packageFolder, "conformance-report/report.json");

const planned = planScenarios().flatMap(({ requirement, name, tokens }) =>
  tokens.map((token) => ({ requirement, scenario: name, token })),
);

describe("module/ conforms", () => {
  let results: readonly (Result & { readonly requirement: string })[] = [];

  beforeAll(async () => {
    const began = Date.now();
    const args = ["run", "--module", "module", "--out", dirname(reportFile)];
    // Progress goes to the terminal: the tests below have their results once the run has ended.
    const { exitCode } = await execa(process.execPath, ["bin/vault-jwt-conformance.cjs", ...args], {
      cwd: packageFolder,
      reject: false,
      stdio: ["ignore", "ignore", "inherit"],
    });
    const { startedAt, requirements } = parseReport(await readFile(reportFile, "utf8"), reportFile);
    // Where a run cannot begin, the report of an earlier one is still there.
    expect(Date.parse(startedAt), `the run wrote no report: exit status ${exitCode}`).toBeGreaterThanOrEqual(began);
    results = requirements.flatMap(({ id, results: own }) => own.map((one) => ({ ...one, requirement: id })));
  }, coldCache);

  test.for(planned)("$requirement $scenario [$token]", ({ requirement, scenario, token }, { skip }) => {
    const result = results.find(
      (one) => one.requirement === requirement && one.scenario === scenario && one.token === token,
    );
    const { outcome, reason } = result ?? { outcome: "absent" };
    if (outcome === "unsupported") skip(reason);
    expect(outcome, reason).toBe("pass");
  });
});
