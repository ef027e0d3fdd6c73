import { mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findProviders } from "../../harness/artifacts/providers/index.ts";
import type { Report } from "../../harness/model/report/index.ts";
import { reportFiles } from "../../harness/output/index.ts";
import { parseReport } from "../../harness/report/index.ts";
import { readXml } from "../report/well-formed.ts";
import { oddLog, oddVariables, writeOddModule } from "./odd-module.ts";
import { paste, rerunLine } from "./paste.ts";
import { type Ended, oneScenario, sandbox } from "./sandbox.ts";

const misleading = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Every line is a sentence, in pairs of what is wrong and what to do; nothing in it is obeyed by a terminal. */
function expectSentences({ status, stdout, stderr }: Ended, mistakes: number): void {
  expect({ status, stdout }, stderr).toEqual({ status: 2, stdout: "" });
  const lines = stderr.trimEnd().split("\n");
  expect(lines, stderr).toHaveLength(2 * mistakes);
  for (const line of lines) {
    expect(line).toMatch(/^\S.*\.$/);
    expect(line).not.toMatch(misleading);
    expect(line.length).toBeLessThan(800);
  }
}

const nowhere = {
  "quotes and substitutions": ` "a" 'b' $(touch was-run)\`touch was-run\`;%s\\`,
  "line breaks, control sequences and what cannot be seen":
    "a\nb\r\n\t\u001b[31m\u001b]0;title\u0007\u009b2J\u202e\u200b\u2028",
  "a leading dash": "--x",
  "braces, stars and a path upwards": "../{1..99999999}/*",
  "4 KiB": "é".repeat(2048),
  nothing: "",
};
/** Each takes none of these; a folder for reports could have nearly any name. */
const options: readonly string[] = [
  ...["--only", "--module", "--server", "--providers", "--terraform", "--agent", "--vault-binary"],
  ...["--profile", "--runtime", "--token", "--cli-archives", "--jobs", "--shard"],
];

describe("options with odd values", () => {
  test.each(Object.entries(nowhere))("%s", async (_what, value) => {
    await using place = await sandbox();

    const out = value === "" ? "" : "x".repeat(4096);
    const ended = await place.conform([...options.flatMap((option) => [option, value]), "--out", out]);

    expectSentences(ended, options.length + 1);
    expect(await readdir(place.folder)).toEqual([]);
  });

  test("patterns that mean more than there is time for", async () => {
    await using place = await sandbox();

    const ended = await place.conform(["--only", "*?".repeat(2048), "{a,b}".repeat(60), "+(+(a|b)|c)"]);

    expectSentences(ended, 1);
  });

  test.each([["a\n'b\u001b\u202e"], ["--a\n(Did you mean\n)"]])("a word that is none of them: %j", async (word) => {
    await using place = await sandbox();

    expectSentences(await place.conform([word]), 1);
  });
});

const odd = (what: string) => `-${what} $(id)\`id\` 'a' "b" \${c}%{d} \\e\n\t\u001b[31m\u202e größe`;

/** What begins a line of the summary that stands at the margin. */
const heads =
  /^(module {7}|sandbox {6}workspaces in |not genuine {2}The option --providers|cell {9}|✗ LOGIN-01 |Left out:$|\d+ requirement, |✗ Does not conform\.$)/;

test("a module whose name, files and log are odd gets a report like any other, and a command that finds it again", async () => {
  await using place = await sandbox();
  const [subject, out, providers] = [odd("module"), odd("reports"), odd("providers")];
  await writeOddModule(join(place.folder, subject));
  await mirrorAt(join(place.folder, providers));

  const args = [...oneScenario, "--module", subject, "--out", out, "--providers", providers, "--verbose"];
  const ended = await place.conform(args);

  expect(ended.status, ended.stderr).toBe(1);
  const { report, junit } = await reportsIn(join(place.folder, out));
  expect(report.subject).toMatchObject({ source: subject, variables: expect.arrayContaining([...oddVariables]) });
  expect(report.failures.map(({ evidence }) => evidence.startupLog)).toEqual([oddLog.toString()]);
  const [suite] = readXml(junit).children;
  const [failure] = suite?.children.find(({ name }) => name === "testcase")?.children ?? [];
  expect(failure).toMatchObject({ name: "failure", children: [], text: expect.stringContaining("]]></failure>") });
  expect((ended.stdout + ended.stderr).replaceAll("\n", "")).not.toMatch(misleading);
  const atTheMargin = ended.stdout.split("\n").filter((line) => /^\S/.test(line));
  expect(atTheMargin.filter((line) => !heads.test(line))).toEqual([]);
  expect(atTheMargin).toHaveLength(9);
  expect((await readdir(place.folder)).sort()).toEqual([out, subject, providers].sort());
  expect(await place.leftBehind()).toEqual([]);

  const again = await paste(rerunLine(ended), place);

  expect(again.status, again.stderr).toBe(1);
  const second = await reportsIn(join(place.folder, "conformance-report-filtered"));
  expect(second.report.subject).toEqual(report.subject);
  expect(second.report.requirements.map(({ id }) => id)).toEqual(["LOGIN-01"]);
});

async function mirrorAt(folder: string): Promise<void> {
  const { folder: cached } = await findProviders(undefined, { offline: false, progress: () => {} });
  const version = "registry.terraform.io/coder/coder/2.13.1";
  await mkdir(join(folder, version), { recursive: true });
  // Terraform follows links to the folder of a platform alone.
  for (const name of await readdir(join(cached, version)))
    await symlink(join(cached, version, name), join(folder, version, name));
}

async function reportsIn(folder: string): Promise<{ readonly report: Report; readonly junit: string }> {
  expect((await readdir(folder)).sort()).toEqual(reportFiles.toSorted());
  const [json, junit] = await Promise.all(
    ["report.json", "junit.xml"].map((name) => readFile(join(folder, name), "utf8")),
  );
  return { report: parseReport(json ?? "", folder), junit: junit ?? "" };
}
