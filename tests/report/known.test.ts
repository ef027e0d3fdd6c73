import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { KnownEntry, Report, ScenarioResult } from "../../harness/model/report/index.ts";
import { renderBadge, renderConsole, renderHtml, renderMarkdown, renderMetrics } from "../../harness/render/index.ts";
import { parseReport, withKnown } from "../../harness/report/index.ts";
import { exitStatusOf, knownJsonSchema } from "../../harness/verdict/index.ts";
import { parseKnown } from "../../harness/verdict/known/index.ts";
import { blocked, failing, hostile, sampleCell, sampleInput, sampleReport, sampleResult } from "./sample.ts";

const { catalogue } = sampleInput([]);
const expected: KnownEntry = {
  requirement: "LOGIN-06",
  token: "custom",
  reason: "Vault says too little.",
  link: "https://example.com/issues/7",
};
const [ran, dayBefore] = ["2025-11-24", "2025-11-23"];
const cells = [sampleCell("openbao"), { ...sampleCell("vault"), server: { name: "vault", version: "1.13.1" } }];
const erred = sampleResult({ scenario: "erred", outcome: "error" });
const unsupported = sampleResult({ requirement: "CLI-05", outcome: "unsupported" });
const declared: KnownEntry = { requirement: "CLI-*", outcome: "unsupported", reason: "No such image." };

const first: KnownEntry = { requirement: "LOGIN-01", reason: "It rests on LOGIN-06." };

function lookedAt(results: readonly ScenarioResult[], known: readonly KnownEntry[]): Report {
  return sampleReport(results, { cells, known });
}

function lastLine(report: Report): string | undefined {
  return renderConsole(report, { colours: false, width: 100 }).trimEnd().split("\n").at(-1);
}

describe("a list of known failures", () => {
  test.each<[string, readonly ScenarioResult[], readonly KnownEntry[], number, RegExp]>([
    ["what is listed fails", [failing, sampleResult({})], [expected], 0, /^– Known failures only/],
    ["nothing but what is listed ran", [failing], [expected], 0, /^– Known failures only/],
    ["something else fails", [failing, sampleResult({ outcome: "fail" })], [expected], 1, /^✗ Does not conform/],
    ["it is about another token", [failing], [{ ...expected, token: "oidc" }], 1, /^✗ Does not conform/],
    ["it is about another cell", [failing], [{ ...expected, cell: { server: "vault" } }], 1, /^✗ Does not/],
    ["it is about another scenario", [failing], [{ ...expected, scenario: "other" }], 1, /^✗ Does not conform/],
    ["what is listed passes", [{ ...failing, outcome: "pass" }], [expected], 1, /^✗ Stale/],
    [
      "it passes beside another that fails",
      [failing, { ...failing, scenario: "b", outcome: "pass" }],
      [expected],
      0,
      /^– Known/,
    ],
    ["what is listed is blocked", [failing, blocked], [{ ...expected, requirement: "LOGIN-*" }, first], 0, /^– Known/],
    ["what a listed failure blocks is not listed", [failing, blocked], [expected], 1, /^✗ Does not conform/],
    ["what is declared unsupported is blocked", [blocked], [{ ...first, outcome: "unsupported" }], 1, /^✗ Does not/],
    ["an error is listed", [erred], [{ ...expected, requirement: "*" }], 4, /^! No verdict/],
    ["what is unsupported is declared", [sampleResult({}), unsupported], [declared], 0, /^✓ Conforms/],
    ["what is declared passes", [sampleResult({}), { ...unsupported, outcome: "pass" }], [declared], 1, /^✗ Stale/],
    ["what is declared fails", [{ ...unsupported, outcome: "fail" }], [declared], 1, /^✗ Does not conform/],
    [
      "what is listed holds until the day of the run",
      [failing],
      [{ ...expected, expires: ran }],
      0,
      /^– Known failures/,
    ],
    ["what is listed has expired", [failing], [{ ...expected, expires: dayBefore }], 1, /^✗ Does not conform/],
    [
      "what is declared has expired",
      [sampleResult({}), unsupported],
      [{ ...declared, expires: dayBefore }],
      0,
      /^– Partial/,
    ],
    ["it lists what did not run", [sampleResult({})], [expected, declared], 0, /^✓ Conforms/],
  ])("decides what a report comes to: %s", (_, results, known, status, verdict) => {
    const report = lookedAt(results, known);

    expect(exitStatusOf(report)).toBe(status);
    expect(lastLine(report)).toMatch(verdict);
    expect(withKnown(sampleReport(results, { cells }), known)).toEqual(report);
    expect(parseReport(JSON.stringify(report), "report")).toEqual(report);
  });

  test("is told in every format, and never as conforming", () => {
    const report = lookedAt([failing, sampleResult({})], [expected]);
    const sentence = /LOGIN-06 \[custom\] on openbao: Vault says too little\. \(https:\/\/example\.com\/issues\/7\)/;

    expect(renderConsole(report, { colours: false, width: 200 })).toMatch(sentence);
    expect(renderHtml(report)).toMatch(/Every failure was expected\. .*<h2 id="known">.*Vault says too little\./s);
    expect(renderMarkdown(report)).toMatch(/known failures only.*(?:\n.*)+### Known failures\n\n- LOGIN-06/);
    expect(renderBadge(report)).toContain("known: 1 failed, 1 passed");
    expect(renderMetrics(report)).toContain("_conforms 0\n");
  });

  test("says of an entry that has expired where it is missed, and whose it is", () => {
    const report = lookedAt([failing], [{ ...expected, owner: "sam", expires: dayBefore }]);
    const sentence =
      "LOGIN-06 [custom] on openbao: the entry has expired: Vault says too little. (https://example.com/issues/7, sam, until 2025-11-23)";

    expect(renderConsole(report, { colours: false, width: 200 })).toContain(`Stale:\n  - ${sentence}\n`);
    expect(renderHtml(report)).toContain(sentence.replace("on openbao", "on openbao 2.7.2"));
  });

  test("is offered an entry for what it lacks, which then fits", () => {
    const text = renderConsole(lookedAt([failing, sampleResult({})], []), { colours: false, width: 100 });
    const [, entries = ""] = /Entries to add:\n((?: {2}.*\n)+)/.exec(text) ?? [];

    const known = parseKnown(Buffer.from(`known:\n${entries}`), "known.yaml", catalogue);

    expect(known).toEqual([
      {
        requirement: "LOGIN-06",
        cell: {
          server: "openbao@~2.7.2",
          cli: "vault@~1.17.0",
          terraform: "terraform@~1.11.4",
          agent: "debian",
          runtime: "process",
        },
        token: "custom",
        reason: failing.failure?.observed,
      },
    ]);
    expect(exitStatusOf(lookedAt([failing], known))).toBe(0);
  });

  test("is offered an entry for what is blocked, which then fits", () => {
    const text = renderConsole(lookedAt([blocked], []), { colours: false, width: 100 });
    const [, entries = ""] = /Entries to add:\n((?: {2}.*\n)+)/.exec(text) ?? [];

    const known = parseKnown(Buffer.from(`known:\n${entries}`), "known.yaml", catalogue);

    expect(known).toMatchObject([{ requirement: "LOGIN-01", reason: `Blocked by LOGIN-06: ${blocked.reason}` }]);
    expect(exitStatusOf(lookedAt([blocked], known))).toBe(0);
  });

  test("has what a subject said in it as text", () => {
    const loud = { ...failing, failure: { expected: "", observed: hostile, diagnosis: "", evidence: {} } };
    const text = renderConsole(lookedAt([loud], []), { colours: false, width: 100 });
    const [, entries = ""] = /Entries to add:\n((?: {2}.*\n)+)/.exec(text) ?? [];

    expect(parse(entries)).toEqual([expect.objectContaining({ requirement: "LOGIN-06", token: "custom" })]);
  });

  test("has a schema", () => {
    const validate = new Ajv2020({ strict: true, formats: { date: true } }).compile(JSON.parse(knownJsonSchema()));

    expect([validate({ known: [expected, declared] }), validate({ known: [{ requirement: "LOGIN-06" }] })]).toEqual([
      true,
      false,
    ]);
  });

  test.each([
    [
      "a field that is not there",
      "known:\n  - requirement: LOGIN-06\n    resaon: x\n",
      "known.malformed",
      /line 3, column 5.*did you mean reason/,
    ],
    [
      "a requirement that is not there",
      "known:\n  - requirement: LOGIN-99\n    reason: x\n",
      "known.inconsistent",
      /line 2, column 5.*no requirement LOGIN-99/,
    ],
    ["no reason", "known:\n  - requirement: LOGIN-06\n", "known.malformed", /line 2, column 5.*reason/],
    [
      "a link that is none",
      "known:\n  - {requirement: LOGIN-06, reason: x, link: 'javascript:alert(1)'}\n",
      "known.malformed",
      /line 2, column 40.*must be an address/,
    ],
    [
      "an expected error",
      "known:\n  - {requirement: LOGIN-06, reason: x, outcome: error}\n",
      "known.malformed",
      /outcome/,
    ],
    ["nothing", "", "known.empty", /is empty/],
    ["no YAML", "known: [", "known.not-yaml", /line 1/],
  ])("is refused with its place: %s", (_, text, code, problem) => {
    const read = () => parseKnown(Buffer.from(text), "known.yaml", catalogue);

    expect(read).toThrow(expect.objectContaining({ code, status: 2 }));
    expect(read).toThrow(problem);
  });
});
