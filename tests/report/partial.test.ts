import { describe, expect, test } from "vitest";
import type { Matrix } from "../../harness/model/index.ts";
import type { ScenarioResult } from "../../harness/model/report/index.ts";
import { renderBadge, renderConsole, renderHtml, renderMarkdown, renderMetrics } from "../../harness/render/index.ts";
import { parseReport, type ReportInput } from "../../harness/report/index.ts";
import { exitStatusOf } from "../../harness/verdict/index.ts";
import { blocked, failing, refusal, sampleCell, sampleInput, sampleReport, sampleResult } from "./sample.ts";

const matrix: Matrix = { name: "nightly", digest: `sha256:${"0".repeat(64)}` };
const leftOut = ["Filtered: --only LOGIN-01."];
const unsupported = sampleResult({ requirement: "CLI-05", outcome: "unsupported", reason: "no such agent" });

describe("what was left out", () => {
  test.each<[string, readonly ScenarioResult[], Partial<ReportInput>, RegExp]>([
    ["a filter", [sampleResult({})], { leftOut }, /^Filtered: --only LOGIN-01\.$/],
    [
      "what is unsupported",
      [sampleResult({}), unsupported],
      {},
      /^CLI-05: 1 unsupported result that --known does not list/,
    ],
    [
      "other shards",
      [sampleResult({})],
      { matrix: { ...matrix, shard: { index: 2, count: 3 } } },
      /^This is shard 2 of 3/,
    ],
  ])("makes a report partial in every format, and no failure: %s", (_, results, changes, sentence) => {
    const report = sampleReport(results, changes);

    expect(report.partial).toEqual([expect.stringMatching(sentence)]);
    expect(exitStatusOf(report)).toBe(0);
    expect(renderConsole(report, { colours: false, width: 100 })).toMatch(/\nLeft out:\n(?:.*\n)+\n.*\n– Partial: /);
    expect(renderMarkdown(report)).toMatch(/^## ➖ vault-jwt conformance: partial: (?:.*\n)+### Left out\n\n- /);
    expect(renderHtml(report)).toMatch(/<\/span>Partial<\/h1>.*What was left out/);
    expect(renderBadge(report)).toContain("vault-jwt conformance: partial: 1 passed");
    expect(renderMetrics(report)).toMatch(/_conforms 0\n(?:#.*\n)+vault_jwt_conformance_partial 1\n/);
  });

  test("does not hide a failure", () => {
    const text = renderConsole(sampleReport([failing], { leftOut }), { colours: false, width: 100 });

    expect(text.trimEnd().split("\n").at(-1)).toBe("✗ Does not conform.");
  });

  test.each<[string, Partial<Matrix>, RegExp]>([
    ["a shard that says nothing of it", { shard: { index: 1, count: 2 } }, /does not say that it is partial/],
    ["a shard beyond the last", { shard: { index: 3, count: 2 } }, /it is shard 3 of 2/],
    ["a cell that is none of the matrix", { cells: ["other"] }, /the cell openbao is none of its matrix/],
  ])("is checked when a report is read: %s", (_, changes, problem) => {
    const { partial: _partial, ...report } = sampleReport([sampleResult({})], { matrix });
    const text = JSON.stringify({ ...report, matrix: { ...matrix, ...changes } });

    expect(() => parseReport(text, "r.json")).toThrow(problem);
  });
});

describe("a derived requirement", () => {
  const derived = { from: ["LOGIN-*"], profiles: ["portable"], scenario: "every-cell" };
  const compat = { id: "COMPAT-01", title: "Logins work in every cell", profile: "compat", derived };
  const { catalogue } = sampleInput([]);
  const portable = { id: "PORT-01", title: "It is portable", profile: "portable" };
  const changes = {
    matrix,
    catalogue: [...catalogue, portable, compat],
    cells: [sampleCell("openbao"), sampleCell("vault")],
  };
  const ported = sampleResult({ requirement: "PORT-01", token: "none", cell: "vault" });

  test.each<[string, readonly ScenarioResult[], readonly string[]]>([
    ["all pass", [sampleResult({}), ported], ["openbao pass", "vault pass"]],
    ["some are unsupported", [sampleResult({}), { ...failing, outcome: "unsupported" }], ["openbao pass"]],
    [
      "one fails",
      [sampleResult({}), failing, ported],
      ["openbao fail On openbao this failed: LOGIN-06 [custom].", "vault pass"],
    ],
    ["one errs", [{ ...ported, outcome: "error" }], ["vault error On vault this has no verdict: PORT-01."]],
    [
      "one is blocked",
      [{ ...blocked, blockedBy: "CLI-05" }, ported],
      ["openbao blocked On openbao this is blocked: LOGIN-01 [oidc].", "vault pass"],
    ],
    [
      "one is blocked by one that fails",
      [blocked, failing],
      ["openbao fail On openbao this failed: LOGIN-06 [custom]."],
    ],
    [
      "none could be checked",
      [sampleResult({ outcome: "unsupported" })],
      ["openbao unsupported On openbao this is unsupported: LOGIN-01 [oidc]."],
    ],
    ["what does not count fails", [sampleResult({}), { ...failing, requirement: "CLI-05" }], ["openbao pass"]],
  ])("has one result for each cell: %s", (_, results, due) => {
    const [own] = sampleReport(results, changes).requirements.filter(({ id }) => id === "COMPAT-01");

    expect(
      own?.results.map(({ cell, outcome, reason }) => [cell, outcome, ...(reason ? [reason] : [])].join(" ")),
    ).toEqual(due);
    expect(own?.results[0]).toMatchObject({ scenario: "every-cell", token: "none" });
    expect(own?.results[0]?.blockedBy).toBe(own?.outcome === "blocked" ? "CLI-05" : undefined);
    expect(own).not.toHaveProperty("derived");
  });

  test("says in words what failed", () => {
    const { failures } = sampleReport([failing], changes);

    expect(failures.find(({ requirement }) => requirement === "COMPAT-01")).toMatchObject({
      expected: expect.stringContaining("Logins work in every cell: no result of LOGIN-*, the profile portable fails"),
      observed: expect.stringContaining(refusal.observed),
      diagnosis: expect.stringContaining("COMPAT-01 has no scenario of its own"),
    });
  });

  test.each([
    ["a single run", {}],
    ["a shard", { matrix: { ...matrix, shard: { index: 1, count: 2 } } }],
  ])("is not for %s to tell", (_, other) => {
    const { matrix: _matrix, ...rest } = changes;

    expect(sampleReport([failing], { ...rest, ...other }).requirements.map(({ id }) => id)).toEqual(["LOGIN-06"]);
  });
});
