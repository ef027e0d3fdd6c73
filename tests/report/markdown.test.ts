import { describe, expect, test } from "vitest";
import type { Report, ScenarioResult } from "../../harness/model/report/index.ts";
import { renderMarkdown } from "../../harness/render/index.ts";
import { chance } from "../../tools/chance.ts";
import { hostileText } from "./hostile.ts";
import { readMarkdown } from "./read-markdown.ts";
import { blocked, failing, hostile, refusal, sampleCell, sampleReport, sampleResult } from "./sample.ts";

const erred = sampleResult({ scenario: "erred", outcome: "error", reason: "the server ended" });
const unsupported = sampleResult({ requirement: "CLI-05", outcome: "unsupported", reason: "no such agent" });

function large(cells: number, requirements: number, outcomeOf: (place: number) => Partial<ScenarioResult>): Report {
  const ids = Array.from({ length: requirements }, (_, place) => `LOGIN-${place}`);
  const named = Array.from({ length: cells }, (_, place) => sampleCell(`cell-${place}`));
  const results = named.flatMap(({ id: cell }) =>
    ids.map((requirement, place) => sampleResult({ requirement, cell, ...outcomeOf(place) })),
  );
  const catalogue = ids.map((id) => ({ id, title: "A valid token and role log in", profile: "core" }));
  return sampleReport(results, { cells: named, catalogue });
}

describe("Markdown", () => {
  test("says the verdict first, then what did not pass and why", () => {
    const text = renderMarkdown(sampleReport([sampleResult({}), failing, erred, unsupported]));

    expect(text).toMatch(/^## ❌ vault-jwt conformance: does not conform\n/);
    expect(text).toContain("3 requirements, 4 results: **1 passed, 1 failed, 1 error, 1 unsupported**, in 38.2 s");
    expect(text).toContain("| ❌ | LOGIN-06 | A refused login fails the start | 1 fail |");
    expect(text).toContain("- no such agent: CLI-05\n");
    for (const part of [refusal.expected, refusal.observed, "--only LOGIN-06 --token custom"])
      expect(text).toContain(`\n  ${part.startsWith("--") ? "npx vault-jwt-conformance run " : ""}${part}`);
  });

  test("tells of equal failures once, and below them what they block", () => {
    const both = [failing, { ...failing, token: "oidc" as const }, blocked];
    const cli = { ...blocked, requirement: "CLI-05", blockedBy: "CLI-06" };
    const catalogue = ["LOGIN-01", "LOGIN-06", "CLI-05", "CLI-06"].map((id) => ({
      id,
      title: "It works",
      profile: "core",
    }));
    const text = renderMarkdown(sampleReport([...both, cli], { catalogue }));

    expect(text.match(/<summary>.*<\/summary>/g)).toEqual([
      "<summary>❌ <b>LOGIN-06</b> fail: refused-login, oidc and custom token</summary>",
    ]);
    expect(text).toContain("</details>\n\nLOGIN-06 fails; 1 result is blocked by it&#58;<!-- --> LOGIN-01&#46;\n");
    expect(text).toContain("\nCLI-06 was not part of this run; 1 result is blocked by it&#58;<!-- --> CLI-05&#46;\n");
    expect(text).toContain("**0 passed, 2 failed, 2 blocked, 0 errors, 0 unsupported**");
    expect(text).toContain("| ⛔ | LOGIN-01 | It works | 1 blocked |");
    expect(readMarkdown(text)).toContain("details fail");
  });

  test("has a report of one result whole, and one of none", () => {
    expect(readMarkdown(renderMarkdown(sampleReport([failing]))).filter((block) => block === "code")).toHaveLength(7);
    expect(renderMarkdown(sampleReport([]))).toContain("no verdict: nothing could be checked");
  });

  const loud = { ...failing, failure: { ...refusal, observed: hostile.repeat(400), expected: "変`".repeat(9_000) } };
  test.each([
    { what: "all passed", report: large(20, 150, () => ({})) },
    { what: "all failed", report: large(20, 150, () => ({ outcome: "fail", failure: loud.failure })) },
    {
      what: "all unsupported",
      report: large(20, 150, (place) => ({ outcome: "unsupported", reason: `${hostile}${place}` })),
    },
  ])("stays under 60 KiB and says what is missing: $what", ({ report }) => {
    const random = chance(7);
    const subject = { ...report.subject, source: hostile.repeat(90) };
    const notes = Array.from({ length: 500 }, () => hostileText(random).repeat(30));

    const text = renderMarkdown({ ...report, subject, notes });

    expect(Buffer.byteLength(text)).toBeLessThan(60 * 1024);
    expect(Buffer.byteLength(text)).toBeGreaterThan(50 * 1024);
    expect(text).toMatch(/\nOnly report\.json has \d+ of 500 notes\.\n/);
    expect(readMarkdown(text).length).toBeGreaterThan(20);
  });

  test("leaves out what passed before what failed", () => {
    const outcomeOf = (place: number) => (place < 20 ? ({ outcome: "fail", failure: loud.failure } as const) : {});
    const text = renderMarkdown(large(1, 600, outcomeOf));

    expect(text.match(/^<details>/gm)).toHaveLength(14);
    expect(text).toContain("\nOnly report.json has 6 of 20 failures.\n");
    expect(text).toMatch(/\nOnly report\.json has 5\d\d of 600 requirements\.\n/);
  });

  test("gives no command that was cut", () => {
    const subject = { ...sampleReport([]).subject, source: "long/".repeat(400) };

    expect(renderMarkdown(sampleReport([failing], { subject }))).toContain("The command is longer than fits here.");
  });

  test.each(["<b>", "a `b", "- a", "a -", "@someone", "# a", "| a", "[a](b)", "www.a", "*a*"])(
    "is checked by a reader that refuses %j",
    (line) => {
      expect(() => readMarkdown(`| ${line} |`)).toThrow(SyntaxError);
    },
  );
});
