import { describe, expect, test } from "vitest";
import { type Decision, decide, type GivenReport, type Policy } from "../../harness/gate/index.ts";
import type { Cell } from "../../harness/model/index.ts";
import {
  catalogue,
  decideOn,
  digest,
  genuineCell,
  now,
  reportOf,
  results,
  samplePolicy,
} from "../../tools/tampered/sample.ts";
import { sampleCell } from "../report/sample.ts";

const bao = { name: "openbao", version: "2.7.2" };
const genuine: Policy = samplePolicy({ cells: { bao: { server: "openbao", origin: "genuine" } } });
const isolated = (isolation: "sandboxed" | "complete") => samplePolicy({ cells: { bao: { isolation } } });
const onCell = (changes: Partial<Cell>) => reportOf(results(), { cells: [genuineCell("bao", changes)] });

function problemsOf({ reasons }: Decision): readonly string[] {
  return reasons.map(({ code, problem }) => `${code}: ${problem}`);
}

describe("a cell that must be genuine", () => {
  test.each<readonly [string, Partial<Cell>]>([
    ["a release", { server: { ...bao, origin: "release" } }],
    ["a build from source", { server: { ...bao, origin: "source" } }],
    ["an image that its registry has", { server: { ...bao, origin: "image", image: "openbao/openbao@sha256:1" } }],
    ["a Terraform of PATH", { terraform: { name: "terraform", version: "1.11.4", origin: "path" } }],
    ["stand-in archives that were asked for", { overrides: ["--cli-archives stand-in"] }],
  ])("may have %s", (_, changes) => {
    expect(decideOn(onCell(changes), genuine)).toMatchObject({ accepted: true, reasons: [] });
  });

  test.each<readonly [string, Partial<Cell>, string]>([
    ["a named server", { server: { ...bao, origin: "named" } }, "is an executable that an option named."],
    ["a server of PATH", { server: { ...bao, origin: "path" } }, "was found on PATH, where nothing verified it."],
    ["an image of this machine", { server: { ...bao, origin: "image" } }, "came from an image of no known registry."],
    [
      "a named CLI",
      { cli: { ...bao, origin: "named", archives: "stand-in" } },
      "The CLI openbao 2.7.2 is an executable",
    ],
    ["providers of one's own", { overrides: ["--providers"] }, "The option --providers replaced a part of the run."],
    ["a template of one's own", { overrides: ["--template"] }, "The option --template replaced a part of the run."],
    ["a wrong server", { overrides: ["--server-defect any-audience"] }, 'any-audience" replaced a part of the run.'],
  ])("is refused with %s", (_, changes, why) => {
    const [problem, ...others] = problemsOf(decideOn(onCell(changes), genuine));

    expect(problem).toMatch(/^cell\.not-genuine: The cell bao is not genuine: /);
    expect(problem).toContain(why);
    expect(others).toEqual([]);
  });

  test("is refused where an older report does not say what it was", () => {
    const [problem] = problemsOf(decideOn(reportOf(results(), { cells: [sampleCell("bao")] }), genuine));

    expect(problem).toContain("is of unknown origin: the report does not say where it came from.");
  });

  test("does not get out of being judged by what it is", () => {
    const cells = [genuineCell("bao"), genuineCell("other", { server: { ...bao, origin: "named" } })];
    const failed = results({}, ["bao", "other"]).map((one) =>
      one.cell === "other" ? { ...one, outcome: "fail" as const } : one,
    );

    const { reasons } = decideOn(reportOf(failed, { cells }), genuine);

    expect(new Set(reasons.map(({ code }) => code))).toEqual(new Set(["cell.not-genuine", "result.fail"]));
  });
});

describe("a cell that must be isolated", () => {
  const workspaces = "bubblewrap";
  const gap = "No bound for memory is enforced.";

  test.each<readonly [string, "sandboxed" | "complete", Partial<Cell>, boolean]>([
    ["a sandboxed Terraform", "sandboxed", {}, true],
    ["a sandboxed Terraform and nothing left", "complete", {}, true],
    ["an unsandboxed Terraform", "sandboxed", { isolation: { workspaces, terraform: "unsandboxed" } }, false],
    ["a gap", "sandboxed", { isolation: { workspaces, terraform: "unshare", notEnforced: [gap] } }, true],
    [
      "a gap, where none may be,",
      "complete",
      { isolation: { workspaces, terraform: "unshare", notEnforced: [gap] } },
      false,
    ],
    ["a network", "complete", { overrides: ["--terraform-network"] }, false],
  ])("with %s, as %s, is told", (_, level, changes, accepted) => {
    const decision = decideOn(onCell(changes), isolated(level));

    expect(decision.accepted).toBe(accepted);
    expect(decision.reasons.map(({ code }) => code)).toEqual(accepted ? [] : ["cell.not-isolated"]);
  });

  test("is refused where an older report does not say what isolated it", () => {
    expect(problemsOf(decideOn(reportOf(results()), isolated("sandboxed")))).toEqual([
      "cell.not-isolated: The cell bao is not sandboxed: The report does not say what isolated the module's code.",
    ]);
  });
});

test("a policy's cell that no report has is named by what chooses it alone", () => {
  const policy = samplePolicy({ cells: { vault: { server: "vault", origin: "genuine", isolation: "complete" } } });

  const [reason] = decideOn(onCell({}), policy).reasons;

  expect(reason).toMatchObject({
    code: "cell.absent",
    problem: "No report has the cell vault (server vault).",
    enough: "Add the report of: npx vault-jwt-conformance run --server vault",
  });
});

describe("a report that must be signed", () => {
  const decided = (given: Partial<GivenReport>, policy: Policy, requireSigned: boolean): Decision =>
    decide({
      policy,
      catalogue,
      now,
      requireSigned,
      subject: { digest, version: "1.2.3" },
      reports: [{ report: reportOf(results()), where: "report.json", ...given }],
    });
  const signed = { signature: { signedBy: "0".repeat(64) } };
  const demanding = samplePolicy({ requireSigned: true });

  test.each<readonly [string, Partial<GivenReport>, Policy, boolean, readonly string[]]>([
    ["signed", signed, demanding, true, []],
    ["unsigned, where nobody asks for it,", {}, samplePolicy({ requireSigned: false }), false, []],
    ["unsigned, where the policy asks", {}, demanding, false, ["report.unsigned"]],
    ["unsigned, where the command asks", {}, samplePolicy(), true, ["report.unsigned"]],
    ["signed by another", { signature: { problem: "Another did." } }, demanding, true, ["report.unsigned"]],
  ])("%s", (_, given, policy, requireSigned, codes) => {
    expect(decided(given, policy, requireSigned).reasons.map(({ code }) => code)).toEqual(codes);
  });
});
