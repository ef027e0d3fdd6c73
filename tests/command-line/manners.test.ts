import { once } from "node:events";
import { cp, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
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
  expect(ended.stderr).toMatch(/^pass LOGIN-01 logs-in \[custom\] \(\d/m);
  expect(ended.stderr).toContain("\nReport: reports/report.html\n");
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

describe("a Node that is too old", () => {
  /** A script that takes itself for an older Node, and is the launcher. */
  async function onOldNode(folder: string, file: string): Promise<string> {
    const script = join(folder, "old.cjs");
    const pretence = `Object.defineProperty(process.versions, "node", { value: "20.20.2" });`;
    await writeFile(script, `${pretence}\nrequire(${JSON.stringify(file)});\n`);
    return script;
  }

  test("starts the Node that comes with the harness, and ends as it does", async () => {
    await using place = await sandbox();
    const script = await onOldNode(place.folder, launcher);

    const [listed, refused] = await Promise.all([
      execa({ reject: false })`${process.execPath} ${script} list`,
      execa({ reject: false })`${process.execPath} ${script} frobnicate`,
    ]);

    expect(listed).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^LOGIN-01 /), stderr: "" });
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("no command frobnicate") });
  });

  test.each(["SIGTERM", "SIGINT", "SIGKILL"] as const)("takes what it has started along at %s", async (signal) => {
    await using place = await sandbox();
    const script = await onOldNode(place.folder, launcher);
    const args = [script, ...oneScenario, "--module", join(packageFolder, "module")];
    const run = execa(process.execPath, args, { cwd: place.folder, env: { TMPDIR: place.temporary }, reject: false });
    await once(run.stderr, "data");
    run.kill(signal);

    expect(await run).toMatchObject(signal === "SIGKILL" ? { signal } : { exitCode: 130 });
    await place.isClean();
  });

  test("is told so where no other is there", async () => {
    await using place = await sandbox();
    await cp(launcher, join(place.folder, "launcher.cjs"));
    const script = await onOldNode(place.folder, join(place.folder, "launcher.cjs"));

    const ended = await execa({ reject: false })`${process.execPath} ${script} list`;

    expect(ended).toMatchObject({ exitCode: 3, stdout: "" });
    expect(ended.stderr).toMatch(/^Node 20\.20\.2 .*24\.0.*\.\nInstall .*\.$/);
  });
});
