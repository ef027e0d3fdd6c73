import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { planAgain, repeated } from "../../harness/cli/run/again.ts";
import type { ScenarioResult } from "../../harness/model/report/index.ts";
import { writeReports } from "../../harness/output/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { type PlannedScenario, scenarioFiles, wantedCell } from "../../harness/plan/index.ts";
import { requirements } from "../../scenarios/requirements.ts";
import { failing, refusal, sampleCell, sampleReport, sampleResult } from "../report/sample.ts";
import { sandbox } from "./sandbox.ts";

const all = scenarioFiles(requirements);
const chosen: readonly PlannedScenario[] = all.map((file) => ({ ...file, usualMs: 1_000, tokens: ["oidc", "custom"] }));
const cell = { ...sampleCell("openbao"), cli: { name: "openbao", version: "2.7.2", archives: "stand-in" } as const };

/** A result of the first scenario of LOGIN-01 or of LOGIN-04. */
function resultOf(requirement: string, changes: Partial<ScenarioResult> = {}): ScenarioResult {
  const scenario = all.find((file) => file.requirement === requirement)?.name ?? "";
  return sampleResult({ requirement, scenario, ...changes });
}

const failed = { outcome: "fail", failure: refusal } as const;
const results = [
  resultOf("LOGIN-01", { ...failed, token: "custom" }),
  resultOf("LOGIN-01"),
  resultOf("LOGIN-04", { token: "custom", outcome: "unsupported", reason: "no curl" }),
  resultOf("LOGIN-04", { ...failed, token: "oidc", cell: "vault" }),
];
const catalogue = ["LOGIN-01", "LOGIN-04", "LOGIN-06"].map((id) => ({ id, title: "It logs in", profile: "core" }));
const vault = { ...sampleCell("vault"), server: { name: "vault", version: "1.13.1" }, cli: cell.cli };
const report = sampleReport(results, { cells: [cell, vault], catalogue });

test("runs again what did not pass, in the cell and with the token that it did so with", () => {
  const { cells, leftOut } = planAgain({ report, where: "earlier" }, chosen, { runtime: "auto" });

  expect(cells.map(({ wanted }) => wanted)).toEqual([
    wantedCell({ server: "openbao@2.7.2", terraform: "terraform@1.11.4" }),
    wantedCell({ server: "vault@1.13.1", terraform: "terraform@1.11.4", cli: "openbao@2.7.2" }),
  ]);
  expect(cells.map(({ scenarios }) => scenarios.map(({ requirement, tokens }) => [requirement, ...tokens]))).toEqual([
    [
      ["LOGIN-01", "custom"],
      ["LOGIN-04", "custom"],
    ],
    [["LOGIN-04", "oidc"]],
  ]);
  expect(leftOut).toContain("2025-11-24T01:00:00.000Z");
});

test("runs again what was blocked", () => {
  const blocked = resultOf("LOGIN-01", { outcome: "blocked", blockedBy: "LOGIN-06", token: "custom" });
  const earlier = sampleReport([blocked, resultOf("LOGIN-04")], { cells: [cell], catalogue });

  const { cells } = planAgain({ report: earlier, where: "earlier" }, chosen, { runtime: "auto" });

  expect(cells.flatMap(({ scenarios }) => scenarios)).toMatchObject([{ requirement: "LOGIN-01", tokens: ["custom"] }]);
});

const mine = { template: "mine" };
const ofMine = { source: "mine", parameters: {}, variables: [] };

test.each([
  ["everything passed", sampleReport([sampleResult({})]), {}, "again.nothing"],
  ["what failed is no scenario any more", sampleReport([failing]), {}, "again.nothing"],
  [
    "the cell was not available",
    sampleReport([resultOf("LOGIN-01", { outcome: "unsupported" })], { cells: [cell], catalogue }),
    {},
    "again.nothing",
  ],
  ["another server is named too", report, { server: ["openbao"] }, "option.again"],
  ["a template is named, and the report is of none", report, { template: "mine" }, "again.template"],
  [
    "the value of a variable is in no report",
    { ...report, template: { ...ofMine, variables: ["a"] } },
    mine,
    "again.values",
  ],
  ["the report is of another template", { ...report, template: ofMine }, { template: "yours" }, "again.template"],
  ["another executable is named too", report, { vaultBinary: "/bin/bao" }, "option.again"],
])("is refused where %s", (_, earlier, options, code) => {
  const refused = () => planAgain({ report: earlier, where: "earlier" }, chosen, { runtime: "auto", ...options });

  expect(refused).toThrow(expect.objectContaining({ code, status: 2 }));
});

test("the module, the template and what changes what is judged are taken from the report", () => {
  const overrides = ["--cli-archives stand-in", "--terraform-network"];
  const earlier = {
    ...report,
    subject: { ...report.subject, source: "../mine", ignored: [".terraform"] },
    template: { source: "template", parameters: { region: "eu" }, variables: [], modules: "others" },
    cells: [{ ...cell, overrides }, vault],
  };

  expect(repeated({ cliArchives: "auto" }, earlier)).toEqual({
    module: "../mine",
    ignoreState: true,
    terraformNetwork: true,
    cliArchives: "stand-in",
    template: "template",
    parameter: ["region=eu"],
    modules: "others",
  });
  expect(repeated({ cliArchives: "auto", module: "." }, report)).toMatchObject({ module: ".", ignoreState: false });
});

test("run --again ends with a partial report of just that", async () => {
  await using place = await sandbox();
  const only = sampleReport(
    results.filter((result) => result.cell === "openbao"),
    { cells: [cell], catalogue, subject: { ...report.subject, source: join(packageFolder, "module") } },
  );
  await writeReports(only, join(place.folder, "earlier"));

  const ended = await place.conform(["run", "--again", "earlier", "--out", "later"]);

  expect(ended).toMatchObject({ status: 0 });
  const later = JSON.parse(await readFile(join(place.folder, "later", "report.json"), "utf8"));
  expect(later.requirements).toMatchObject([
    { id: "LOGIN-01", results: [{ token: "custom", outcome: "pass" }] },
    { id: "LOGIN-04", results: [{ token: "custom", outcome: "pass" }] },
  ]);
  expect(later.summary).toMatchObject({ passed: 2 });
  expect(later.partial).toEqual(["Filtered: --again, what did not pass in the report of 2025-11-24T01:00:00.000Z."]);
});
