import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { packageFolder } from "../../harness/package/index.ts";
import { type Sandbox, sandbox } from "./sandbox.ts";

const asTyped = { module: "as typed" } as const;
const inRegistry = "registry/me/modules/vault-jwt";

/** A repository as Coder's registry has it. */
async function registry(): Promise<Sandbox> {
  const place = await sandbox();
  await mkdir(join(place.folder, "registry/me/modules"), { recursive: true });
  await cp(join(packageFolder, "module"), join(place.folder, inRegistry), { recursive: true });
  return place;
}

describe("init", () => {
  test("writes what the repository of a module needs, and nothing over", async () => {
    await using place = await registry();
    await writeFile(join(place.folder, "known-failures.yaml"), "known: [] # mine\n");

    const tried = await place.conform(["init", "--dry-run"]);
    const before = await readdir(place.folder);
    const ended = await place.conform(["init"]);
    const again = await place.conform(["init"]);

    expect(tried).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("would write: vault-jwt-conformance.yaml"),
    });
    expect(before.sort()).toEqual(["known-failures.yaml", "registry"]);
    expect(ended.stdout.split("\n").map((line) => line.replace(/@\S+ /, " "))).toEqual([
      "wrote: .github/workflows/vault-jwt-conformance.yml",
      "wrote: vault-jwt-conformance.yaml",
      "kept, as it exists: known-failures.yaml",
      `wrote: ${inRegistry}/main.test.ts`,
      `wrote: ${inRegistry}/vault-jwt.tftest.hcl`,
      `next: npx vault-jwt-conformance run --module ${inRegistry}`,
    ]);
    expect(again.stdout).not.toContain("wrote");
    expect(await readFile(join(place.folder, "known-failures.yaml"), "utf8")).toContain("# mine");
    const workflow = parse(await readFile(join(place.folder, ".github/workflows/vault-jwt-conformance.yml"), "utf8"));
    expect(workflow).toMatchObject({ permissions: { contents: "read" } });
    expect(await readFile(join(place.folder, inRegistry, "main.test.ts"), "utf8")).toContain('"agent_id": "example"');
  });

  test("sees a repository on GitLab, and says where there is no module", async () => {
    await using place = await sandbox();
    const none = await place.conform(["init"]);
    await cp(join(packageFolder, "module"), place.folder, { recursive: true });
    await mkdir(join(place.folder, ".git"));
    await writeFile(
      join(place.folder, ".git/config"),
      "[remote]\n\turl = https://gitlab.example.com/me/vault-jwt.git\n",
    );
    const ended = await place.conform(["init"]);

    expect(none).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/no vault-jwt module.*\nName the module: /),
    });
    expect(ended.stdout).toContain("wrote: .gitlab-ci.yml");
    expect(ended.stdout).not.toMatch(/main\.test\.ts|\.github/);
    const pipeline = parse(await readFile(join(place.folder, ".gitlab-ci.yml"), "utf8"));
    expect(pipeline.conformance.artifacts.reports).toHaveProperty("codequality");
  });
});

describe("the config file", () => {
  const list = ["run", "--list", "--only", "LOGIN-01"];

  test("has options that are always the same, which are said, and those that are typed go before them", async () => {
    await using place = await sandbox();
    await writeFile(
      join(place.folder, "vault-jwt-conformance.yaml"),
      "schemaVersion: 1\nserver: [openbao@2.6.1]\nruntime: process\njobs: 1\n",
    );

    const ended = await place.conform(list, asTyped);
    const typed = await place.conform([...list, "--server", "openbao@2.7.2"], asTyped);

    expect(ended).toMatchObject({ status: 0, stdout: expect.stringMatching(/^openbao@2\.6\.1, .*1 at a time/s) });
    expect(ended.stderr).toBe("options from vault-jwt-conformance.yaml: --server, --runtime, --jobs");
    expect(typed.stdout).toMatch(/^openbao@2\.7\.2, /);
  });

  test("is as docs/matrix.md describes it", async () => {
    await using place = await sandbox();
    const page = await readFile(join(packageFolder, "docs/matrix.md"), "utf8");
    const [, section = ""] = /^## The configuration file\n(.*?)^## /ms.exec(page) ?? [];
    const [, example = ""] = /^```yaml\n(.*?)^```/ms.exec(section) ?? [];
    await cp(join(packageFolder, "module"), join(place.folder, "vault-jwt"), { recursive: true });
    await writeFile(join(place.folder, "vault-jwt-conformance.yaml"), example);
    await writeFile(join(place.folder, "known-failures.yaml"), "known: []\n");
    const schema = JSON.parse(await readFile(join(packageFolder, "docs/config.schema.json"), "utf8"));

    const ended = await place.conform(list, asTyped);

    expect(ended.stdout, ended.stderr).toMatch(/^openbao@2\.7\.2, .*^openbao@2\.6\.1, .*^2 cells: /ms);
    expect(ended.stderr).toBe(
      "options from vault-jwt-conformance.yaml: --module, --server, --runtime, --profile, --known, --jobs",
    );
    for (const name of Object.keys(schema.properties)) expect(section).toMatch(new RegExp(`\\b${name}\\b`));
  });

  test("is refused with line and column where it is wrong, and has no options that decide what is trusted", async () => {
    await using place = await sandbox();
    const path = join(place.folder, "vault-jwt-conformance.yaml");
    await writeFile(path, "schemaVersion: 1\nserver: openbao\nvaultBinary: ./bao\n");

    const ended = await place.conform(list, asTyped);

    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toMatch(/config file vault-jwt-conformance\.yaml is malformed: .*line 2.*vaultBinary/s);
  });
});

test.each(["bash", "zsh", "fish"])("completion prints a script for %s", async (shell) => {
  await using place = await sandbox();

  const ended = await place.conform(["completion", shell]);

  expect(ended).toMatchObject({ status: 0, stderr: "" });
  for (const word of ["LOGIN-06", "matrix", "bail"]) expect(ended.stdout).toContain(word);
  if (shell === "bash") await execa("bash", ["-n"], { input: ended.stdout });
});

test("watch runs what did not pass again once the module's files change", { timeout: 240_000 }, async () => {
  await using place = await sandbox();
  const module = join(place.folder, "mine");
  await cp(join(packageFolder, "module"), module, { recursive: true });
  const whole = await readFile(join(module, "run.sh"), "utf8");
  await writeFile(join(module, "run.sh"), "#!/bin/sh\necho nothing\n");
  const options = ["--only", "LOGIN-01", "--token", "custom", "--runtime", "process"];
  const run = place.start(["watch", "--module", "mine", "--", ...options]);
  await run.says("watching mine");
  await writeFile(join(module, "run.sh"), whole);
  await run.says("pass LOGIN-01");
  run.kill("SIGINT");

  expect(await run.ended).toMatchObject({ status: 130 });
  await place.isClean();
});
