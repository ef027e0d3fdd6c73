import { describe, expect, test } from "vitest";
import { judge } from "../../harness/excuses/index.ts";
import type { Excuse, Result } from "../../harness/model/report/index.ts";
import { sampleCell, sampleResult } from "../report/sample.ts";

const onVault = (id: string, version: string) => ({ ...sampleCell(id), server: { name: "vault", version } });
const real = { ...sampleCell("real"), coderAgent: { name: "coder", version: "2.30.0" } };
const cells = [
  sampleCell("bao"),
  real,
  onVault("old", "1.18.9"),
  onVault("new", "1.20.4"),
  onVault("newer", "1.21.0-rc1"),
];
const everywhere = ["bao", "real", "old", "new", "newer"];
const failed = cells.map(({ id }) => sampleResult({ cell: id, outcome: "fail" }));
const entry: Excuse = { requirement: "LOGIN-01", reason: "known" };
const on = new Date("2026-03-10T23:59:59Z");

function judged(entries: readonly Excuse[], results: readonly Result[] = failed) {
  return judge({ entries, allows: () => ["fail"], requirements: [{ id: "LOGIN-01", results }], cells, on });
}

describe("an entry excuses what it is about", () => {
  test.each<readonly [string, Partial<Excuse>, readonly string[]]>([
    ["an id", {}, everywhere],
    ["a pattern", { requirement: "LOGIN-*" }, everywhere],
    ["another id", { requirement: "LOGIN-02" }, []],
    ["its token", { token: "oidc" }, everywhere],
    ["another token", { token: "custom" }, []],
    ["its scenario", { scenario: "valid-login" }, everywhere],
    ["another scenario", { scenario: "other" }, []],
    ["a name", { cell: { server: "vault" } }, ["old", "new", "newer"]],
    ["a version", { cell: { server: "vault@1.20.4" } }, ["new"]],
    ["a range", { cell: { server: "vault@>=1.19 <1.21" } }, ["new"]],
    ["a range of patches", { cell: { server: "vault@~1.18.2" } }, ["old"]],
    ["a range with a prerelease in it", { cell: { server: "vault@>=1.19" } }, ["new", "newer"]],
    ["another workspace", { cell: { agent: "no-sudo" } }, []],
    ["Coder's own agent", { cell: { "agent-program": "real" } }, ["real"]],
    ["the imitation of Coder's agent", { cell: { "agent-program": "imitated" } }, ["bao", "old", "new", "newer"]],
    ["the last day", { expires: "2026-03-10" }, everywhere],
    ["the day after the last", { expires: "2026-03-09" }, []],
  ])("%s", (_, changes, excused) => {
    const { excused: found, expired } = judged([{ ...entry, ...changes }]);

    expect([...found.keys()].map(({ cell }) => cell)).toEqual(excused);
    expect(expired).toHaveLength(changes.expires === "2026-03-09" ? everywhere.length : 0);
  });

  test.each(["pass", "error", "unsupported"] as const)("and not what it does not allow: %s", (outcome) => {
    expect(judged([entry], [sampleResult({ cell: "bao", outcome })]).excused.size).toBe(0);
  });
});

test("the first entry that holds is the one that counts", () => {
  const entries = [{ ...entry, expires: "2026-03-09" }, { ...entry, reason: "first" }, entry];
  const { excused, expired } = judged(entries);

  expect(new Set([...excused.values()].map((place) => place.entry.reason))).toEqual(new Set(["first"]));
  expect(expired).toEqual([]);
});

test.each<readonly [string, readonly Partial<Result>[], readonly string[]]>([
  ["what it is about passes", [{ outcome: "pass" }], ["bao"]],
  ["one of its scenarios passes", [{ outcome: "pass" }, { outcome: "fail", scenario: "other" }], []],
  ["it passes in one cell of two", [{ outcome: "pass" }, { outcome: "fail", cell: "new" }], ["bao"]],
  ["nothing is known of it", [{ outcome: "error" }], []],
  ["it did not run", [], []],
])("an entry is stale, or not, where %s", (_, results, stale) => {
  const found = judged(
    [entry],
    results.map((changes) => sampleResult({ cell: "bao", ...changes })),
  ).stale;

  expect(found.map(({ result }) => result.cell)).toEqual(stale);
});
