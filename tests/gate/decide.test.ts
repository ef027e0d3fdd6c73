import { describe, expect, test } from "vitest";
import { type Decision, decide, type Policy, parseReports } from "../../harness/gate/index.ts";
import type { Report, ScenarioResult } from "../../harness/model/report/index.ts";
import { catalogue, decideOn, digest, now, reportOf, results, samplePolicy } from "../../tools/tampered/sample.ts";
import { sampleCell } from "../report/sample.ts";

const waiver = { requirements: ["LOGIN-06"], reason: "known", owner: "sam", expires: "2026-03-10" };
const allowance = { requirements: ["LOGIN-06"], reason: "not there" };
const range = { server: "openbao@>=2.7 <2.8" };
const failed = results({ "LOGIN-06": { outcome: "fail" } });
const unsupported = results({ "LOGIN-06": { outcome: "unsupported", reason: "no such input" } });
const erred = results({ "LOGIN-06": { outcome: "error" } });
const blocked = results({ "LOGIN-01": { outcome: "blocked", blockedBy: "LOGIN-06", reason: "It started." } });
const without = (gone: (result: ScenarioResult) => boolean) => results().filter((result) => !gone(result));
const startedAt = (text: string) => reportOf(results(), { startedAt: new Date(text) });
const about = (changes: Partial<Report["subject"]>) =>
  reportOf(results(), { subject: { ...reportOf([]).subject, ...changes } });

function codesOf({ reasons }: Decision): readonly string[] {
  return reasons.map(({ code }) => code);
}

describe("the gate accepts", () => {
  test.each<readonly [string, Report, Partial<Policy>]>([
    ["what passes", reportOf(results()), {}],
    ["a failure of what is not asked for", reportOf(results({ "NS-01": { outcome: "fail" } })), {}],
    ["a failure that is waived, on the last day", reportOf(failed), { waivers: [waiver] }],
    ["what is blocked and waived", reportOf(blocked), { waivers: [{ ...waiver, requirements: ["LOGIN-01"] }] }],
    ["what is unsupported and may be", reportOf(unsupported), { unsupported: [allowance] }],
    [
      "what is unsupported and may be, by a range",
      reportOf(unsupported),
      { unsupported: [{ ...allowance, cells: [range] }] },
    ],
    ["a failure that is waived by the name of a cell", reportOf(failed), { waivers: [{ ...waiver, cells: ["bao"] }] }],
    ["what is unsupported and waived", reportOf(unsupported), { waivers: [waiver] }],
    ["a clock that is a little ahead", startedAt("2026-03-10T12:04:00Z"), {}],
    ["a report of exactly the age", startedAt("2026-03-03T12:00:00Z"), {}],
    ["a version in a range", reportOf(results()), { cells: { bao: { server: "openbao@>=2.7 <3" } } }],
    [
      "a report that says no version",
      reportOf(results(), { subject: { source: "module", digest, variables: [] } }),
      {},
    ],
  ])("%s", (_, report, changes) => {
    expect(decideOn(report, samplePolicy(changes))).toMatchObject({ accepted: true, reasons: [] });
  });
});

describe("the gate refuses", () => {
  test.each<readonly [string, string, Report, Partial<Policy>]>([
    ["result.fail", "a failure", reportOf(failed), {}],
    ["result.blocked", "what is blocked", reportOf(blocked), {}],
    ["result.blocked", "what is blocked, where only its blocker is waived", reportOf(blocked), { waivers: [waiver] }],
    [
      "result.blocked",
      "what is blocked and may only be unsupported",
      reportOf(blocked),
      { unsupported: [{ ...allowance, requirements: ["LOGIN-01"] }] },
    ],
    ["result.error", "an error, waived or not", reportOf(erred), { waivers: [waiver], unsupported: [allowance] }],
    ["result.unsupported", "what is unsupported and may not be", reportOf(unsupported), {}],
    ["result.fail", "a failure of what may only be unsupported", reportOf(failed), { unsupported: [allowance] }],
    [
      "result.fail",
      "a failure with another token than the waived one",
      reportOf(failed),
      { waivers: [{ ...waiver, tokens: ["oidc"] }] },
    ],
    [
      "result.absent",
      "a requirement that is absent",
      reportOf(without(({ requirement }) => requirement === "LOGIN-06")),
      {},
    ],
    ["result.absent", "a scenario that is absent", reportOf(without(({ scenario }) => scenario === "again")), {}],
    ["result.absent", "a token that is absent", reportOf(without(({ token }) => token === "oidc")), {}],
    [
      "result.absent",
      "a waived result that is absent",
      reportOf(without(({ scenario }) => scenario === "again")),
      { waivers: [waiver] },
    ],
    [
      "waiver.expired",
      "a waiver that expired yesterday, needed or not",
      reportOf(results()),
      { waivers: [{ ...waiver, expires: "2026-03-09" }] },
    ],
    [
      "unsupported.expired",
      "what might be unsupported until yesterday",
      reportOf(results()),
      { unsupported: [{ ...allowance, expires: "2026-03-09" }] },
    ],
    [
      "result.fail",
      "a failure outside of the waived range",
      reportOf(failed),
      { waivers: [{ ...waiver, cell: { server: "openbao@>=2.8" } }] },
    ],
    ["cell.absent", "a cell that is absent", reportOf(results()), { cells: { bao: {}, vault: { server: "vault" } } }],
    [
      "cell.absent",
      "a version outside of the range",
      reportOf(results()),
      { cells: { bao: {}, new: { server: "openbao@>2.7.2" } } },
    ],
    ["report.too-old", "a report that is too old", startedAt("2026-03-03T11:59:59Z"), {}],
    ["report.future", "a report from the future", startedAt("2026-03-10T12:06:00Z"), {}],
    ["subject.digest", "another module", about({ digest: `h1:${"B".repeat(43)}=` }), {}],
    ["subject.version", "another version", about({ version: "1.2.4" }), {}],
  ])("%s: %s", (code, _, report, changes) => {
    const decision = decideOn(report, samplePolicy(changes));

    expect({ accepted: decision.accepted, codes: codesOf(decision) }).toEqual({ accepted: false, codes: [code] });
  });

  test("a report in which nothing passed, however much may be unsupported", () => {
    const all = results().map((result): ScenarioResult => ({ ...result, outcome: "unsupported" }));
    const decision = decideOn(reportOf(all), samplePolicy({ unsupported: [{ ...allowance, requirements: ["*"] }] }));

    expect(codesOf(decision)).toEqual(["nothing-passed"]);
  });

  test.each([
    ["fails", "LOGIN-06 fails; 2 results are blocked by it: LOGIN-01."],
    ["passes", "LOGIN-06 passes here, yet 2 results are blocked by it: LOGIN-01."],
    ["absent", "LOGIN-06 was not part of this run; 2 results are blocked by it: LOGIN-01."],
  ])("what is blocked in a sentence, with what became of its blocker: %s", (what, sentence) => {
    const others = { fails: failed, passes: results(), absent: [] }[what] ?? [];
    const all = [
      ...blocked.filter(({ requirement }) => requirement === "LOGIN-01"),
      ...others.filter(({ requirement }) => requirement === "LOGIN-06"),
    ];
    const reason = decideOn(reportOf(all)).reasons.find(({ code }) => code === "result.blocked");

    expect(reason).toMatchObject({
      problem: sentence,
      enough: expect.stringContaining("--only LOGIN-06 --token custom"),
    });
  });

  test("no report at all", () => {
    const decision = decide({ policy: samplePolicy(), reports: [], catalogue, now });

    expect(codesOf(decision)).toEqual(["report.none", "cell.absent", "nothing-passed"]);
  });

  test("and says of each waiver that holds whether it was needed", () => {
    const notes = [failed, results()].map((all) => decideOn(reportOf(all), samplePolicy({ waivers: [waiver] })).notes);

    const link = decideOn(reportOf(failed), samplePolicy({ waivers: [{ ...waiver, link: "https://example.com/7" }] }));
    expect(link.notes).toEqual(["The waiver of LOGIN-06 (https://example.com/7, sam, until 2026-03-10) was needed."]);
    const about = "The waiver of LOGIN-06 (sam, until 2026-03-10) was";
    expect(notes).toEqual([[`${about} needed.`], [`${about} not needed.`]]);
  });

  test("with each reason, where it is and what would be enough", () => {
    const [reason] = decideOn(reportOf(failed)).reasons;

    expect(reason?.problem).toBe("LOGIN-06 fails on bao (custom): A refused login fails.");
    expect(reason?.enough).toMatch(
      /^Make LOGIN-06 pass there\. .*run --only LOGIN-06 --token custom .*--agent debian$/,
    );
  });
});

describe("several reports", () => {
  const cells = [sampleCell("bao"), { ...sampleCell("sudo"), agent: "no-sudo" }];
  const whole = reportOf(results({}, ["bao", "sudo"]), { cells });
  const [first, second] = [
    reportOf(results(), { cells: cells.slice(0, 1) }),
    reportOf(results({}, ["sudo"]), { cells: cells.slice(1) }),
  ];
  const policy = samplePolicy({ cells: { bao: { agent: "debian" }, sudo: { agent: "no-sudo" } } });
  const files = (...reports: readonly unknown[]) =>
    reports.map((report, at) => ({ where: `${at}.json`, bytes: Buffer.from(JSON.stringify(report)) }));
  const refusal = (...reports: readonly unknown[]) => {
    try {
      return parseReports(files(...reports), catalogue);
    } catch (error) {
      return error;
    }
  };

  test("are judged as one", () => {
    const together = decide({ policy, reports: parseReports(files(first, second), catalogue), catalogue, now });
    const asOne = decide({ policy, reports: parseReports(files(whole), catalogue), catalogue, now });

    expect(together).toEqual(asOne);
    expect(together.accepted).toBe(true);
  });

  test("of different modules are not accepted, even where none was given", () => {
    const other = { ...second, subject: { ...second.subject, digest: `h1:${"B".repeat(43)}=` } };

    const decision = decide({ policy, reports: parseReports(files(first, other), catalogue), catalogue, now });

    expect(codesOf(decision)).toEqual(["subject.digest"]);
  });

  const otherTitle = { ...first, requirements: first.requirements.map((one) => ({ ...one, title: "Anything" })) };
  const otherProfile = { ...first, requirements: first.requirements.map((one) => ({ ...one, profile: "portable" })) };

  test.each([
    ["report.twin-result", "one that is given twice", [first, first]],
    [
      "report.other-cell",
      "a cell that is not the same in both",
      [first, { ...second, cells: [...second.cells, { ...cells[0], agent: "no-sudo" }] }],
    ],
    ["report.other-catalogue", "a requirement of another catalogue", [otherTitle]],
    ["report.other-catalogue", "a requirement in another profile", [otherProfile]],
    [
      "report.contradicts-itself",
      "one that contradicts itself",
      [{ ...first, failures: [{ ...reportOf(failed).failures[0] }] }],
    ],
    ["report.newer-schema", "one of a newer schema", [{ ...first, schemaVersion: 3 }]],
  ])("are refused: %s, %s", (code, _, reports) => {
    expect(refusal(...reports)).toMatchObject({ code, status: 2 });
  });

  test("are refused where a name is there twice in one object", () => {
    const text = JSON.stringify(first).replace('"durationMs"', '"\\u0064urationMs":1,"durationMs"');

    expect(() => parseReports([{ where: "r.json", bytes: Buffer.from(text) }], catalogue)).toThrow(
      'r.json is ambiguous: the name "durationMs" occurs twice in one object.',
    );
  });
});
