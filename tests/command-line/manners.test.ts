import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { execa } from "execa";
import { expect, test } from "vitest";
import { reportFiles } from "../../harness/output/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { launcher, oneScenario, sandbox } from "./sandbox.ts";

const csi = "\u001b";

test.each([
  [["--help"], "Commands:"],
  [["run", "--help"], "--module"],
  [["list", "--help"], "--json"],
  [["doctor", "--help"], "--offline"],
  [["gate", "--help"], "--policy"],
  [["verify", "--help"], "--max-age"],
  [["keygen", "--help"], "--algorithm"],
  [["clean", "--help"], "removes what earlier runs left behind"],
  [["--version"], "0.1.0"],
])("%j answers on standard output", async (args, word) => {
  await using place = await sandbox();

  const ended = await place.conform(args);

  expect(ended).toMatchObject({ status: 0, stdout: expect.stringContaining(word), stderr: "" });
});

test("a reader that goes away early is no failure", async () => {
  const { exitCode, stderr, stdout } = await execa({
    shell: "/bin/bash",
    reject: false,
  })`set -o pipefail; ${process.execPath} ${launcher} list --json | head -1`;

  expect({ exitCode, stderr, stdout }).toEqual({ exitCode: 0, stderr: "", stdout: "[" });
});

test("results go to standard output, progress to standard error, without control sequences where there is no terminal", async () => {
  await using place = await sandbox();

  const ended = await place.conform([...oneScenario, "--out", "reports", "--verbose", "--keep"]);

  expect(ended.status, ended.stderr).toBe(0);
  expect(ended.stdout).toMatch(/1 passed/);
  expect(ended.stderr).toMatch(/^pass LOGIN-01 .*\[custom\]/m);
  expect(ended.stderr).toContain(`\nreports: ${reportFiles.map((name) => `reports/${name}`).join(", ")}\n`);
  expect(ended.stdout + ended.stderr).not.toContain(csi);
  expect(ended.stdout + ended.stderr).not.toContain("\r");
  const [, kept = ""] = /^kept: (.*)$/m.exec(ended.stderr) ?? [];
  expect(await readdir(kept)).toContain("terraform-0");
});

test("on a terminal a running scenario has a live line, and no line is wider than it", async () => {
  await using place = await sandbox();

  const screen = await onTerminal(place.folder, place.temporary, {});

  const [live = ""] = screen.split("\n").filter((line) => line.includes("… LOGIN-01"));
  expect(stripVTControlCharacters(live).trim()).toMatch(/^… LOGIN-01 .*\(\d+ s\)$/);
  for (const line of screen.split("\n").filter((line) => line.trim().startsWith("… ")))
    expect(stripVTControlCharacters(line).trim().length).toBeLessThan(40);
  expect(screen).toContain(`${csi}[32mpass`);
});

test("NO_COLOR has no colours, a dumb terminal has no control sequences at all", async () => {
  await using place = await sandbox();

  const [plain, dumb] = [
    await onTerminal(place.folder, place.temporary, { NO_COLOR: "1" }),
    await onTerminal(place.folder, place.temporary, { TERM: "dumb" }),
  ];

  expect(plain.split(csi).filter((after) => /^\[[\d;]*m/.test(after))).toEqual([]);
  expect(dumb).not.toContain(csi);
});

/** Everything that a terminal of 40 columns receives. */
async function onTerminal(cwd: string, temporary: string, environment: Record<string, string>): Promise<string> {
  const command = `stty cols 40; ${process.execPath} ${launcher} ${oneScenario.join(" ")} --module "$MODULE"`;
  const { stdout } = await execa("script", ["-qec", command, "/dev/null"], {
    cwd,
    env: {
      TERM: "xterm",
      MODULE: join(packageFolder, "module"),
      TMPDIR: temporary,
      CI: undefined,
      NO_COLOR: undefined,
      FORCE_COLOR: undefined,
      ...environment,
    },
    stripFinalNewline: false,
  });
  return stdout;
}

test("a Node that is too old is told so, in a sentence", async () => {
  await using place = await sandbox();
  const script = join(place.folder, "old.cjs");
  await writeFile(
    script,
    `Object.defineProperty(process.versions, "node", { value: "20.20.2" });\nrequire(${JSON.stringify(launcher)});\n`,
  );

  const ended = await execa({ reject: false })`${process.execPath} ${script} list`;

  expect(ended).toMatchObject({ exitCode: 3, stdout: "" });
  expect(ended.stderr).toMatch(/^Node 20\.20\.2 .*22\.22.*\.\nInstall .*\.$/);
});
