import { describe, expect, test } from "vitest";
import { renderJUnit } from "../../harness/render/index.ts";
import { schemaMistakes } from "./junit-schema.ts";
import {
  blocked,
  failing,
  hostile,
  hostileFailure,
  refusal,
  sampleCell,
  sampleReport,
  sampleResult,
} from "./sample.ts";
import { readXml } from "./well-formed.ts";

const erred = sampleResult({ scenario: "erred", outcome: "error", reason: "the server ended" });
const unsupported = sampleResult({ requirement: "CLI-05", outcome: "unsupported", reason: "no such agent" });

describe("JUnit XML", () => {
  test("has a suite for each cell, counted", () => {
    const cells = [sampleCell("openbao"), sampleCell("vault")];
    const results = [sampleResult({}), erred, unsupported, failing, sampleResult({ cell: "vault" })];
    const { children } = readXml(renderJUnit(sampleReport(results, { cells })));

    expect(children.map((suite) => suite.attributes)).toMatchObject([
      { name: "openbao", tests: "4", failures: "1", errors: "1", skipped: "1", timestamp: "2025-11-24T01:00:00" },
      { name: "vault", tests: "1", failures: "0", errors: "0", skipped: "0" },
    ]);
  });

  test("has a case for each result, with what became of it", () => {
    const [suite] = readXml(renderJUnit(sampleReport([sampleResult({}), erred, unsupported, failing]))).children;
    const cases = suite?.children.filter(({ name }) => name === "testcase") ?? [];

    expect(cases.map(({ attributes, children }) => [attributes.classname, attributes.name, children[0]?.name])).toEqual(
      [
        ["LOGIN-01", "erred [oidc]", "error"],
        ["LOGIN-01", "valid-login [oidc]", undefined],
        ["LOGIN-06", "refused-login [custom]", "failure"],
        ["CLI-05", "valid-login [oidc]", "skipped"],
      ],
    );
    expect(cases[1]?.attributes.time).toBe("0.812");
  });

  test("skips what is blocked, and says by what", () => {
    const [suite] = readXml(renderJUnit(sampleReport([blocked, failing]))).children;
    const [skipped] =
      suite?.children.flatMap(({ children }) => children.filter(({ name }) => name === "skipped")) ?? [];

    expect(suite?.attributes).toMatchObject({ tests: "2", failures: "1", skipped: "1" });
    expect(skipped?.attributes.message).toBe(`blocked by LOGIN-06: ${blocked.reason}`);
  });

  test("tells each of two cases of one scenario its own failure", () => {
    const other = { ...failing, failure: { ...refusal, observed: "something else" } };
    const [suite] = readXml(renderJUnit(sampleReport([failing, sampleResult({}), other]))).children;
    const messages = suite?.children.flatMap(({ children }) => children.map(({ attributes }) => attributes.message));

    expect(messages?.filter((message) => message !== undefined)).toEqual([refusal.observed, "something else"]);
  });

  test.each([{ of: [] }, { of: [sampleResult({}), erred, unsupported, blocked, failing, hostileFailure] }])(
    "keeps to the schemas that CI systems use: $of.length results",
    ({ of }) => {
      expect(schemaMistakes(readXml(renderJUnit(sampleReport(of, { notes: [hostile] }))))).toEqual([]);
    },
  );

  test("names what ran in its properties", () => {
    const [suite] = readXml(renderJUnit(sampleReport([failing], { notes: [hostile] }))).children;
    const properties = suite?.children[0]?.children.map(({ attributes }) => [attributes.name, attributes.value]) ?? [];

    expect(Object.fromEntries(properties)).toMatchObject({
      "subject.source": "module",
      server: "openbao 2.7.2",
      "provider.coder/coder": "2.13.1",
      note: expect.stringContaining("</script>"),
    });
  });

  test("keeps its structure whatever a subject says", () => {
    const [suite] = readXml(renderJUnit(sampleReport([hostileFailure]))).children;
    const [failure] = suite?.children[1]?.children ?? [];

    expect(failure).toMatchObject({ name: "failure", children: [] });
    for (const part of [
      "</script>",
      "]]> <![CDATA[",
      "&amp; &#0;",
      String.raw`\x1b[2J`,
      String.raw`\u202e`,
      String.raw`\ud800`,
    ])
      expect(failure?.text).toContain(part);
  });

  test.each(["a\u0001", "<a>", '<a b="1" b="2"/>', "<a>]]></a>", "<a>&</a>", "<a></b>", "<a/><b/>"])(
    "is checked by a reader that refuses %j",
    (document) => {
      expect(() => readXml(document)).toThrow(SyntaxError);
    },
  );
});
