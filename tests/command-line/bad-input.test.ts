import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Ended, launcher, oneScenario, type Sandbox, sandbox } from "./sandbox.ts";

/** Two sentences, the first about what is wrong and the second about what to do, and no stack. */
function expectExplained(ended: Ended, status: number, about: RegExp): void {
  expect(ended, ended.stderr).toMatchObject({ status, stdout: "" });
  expect(ended.stderr).toMatch(about);
  expect(ended.stderr).not.toMatch(/^\s+at /m);
  const sentences = ended.stderr.trimEnd().split("\n").slice(-2);
  for (const sentence of sentences) expect(sentence).toMatch(/^["\w/-].*[.`]$/);
}

async function expectNothingLeft(place: Sandbox, own: readonly string[] = []): Promise<void> {
  expect(await place.leftBehind()).toEqual([]);
  expect((await readdir(place.folder)).sort()).toEqual([...own].sort());
}

describe("a command line that is wrong", () => {
  test.each([
    [["--frobnicate"], /--frobnicate/],
    [["--onyl", "LOGIN-01"], /Did you mean --only/],
    [["rnu"], /no command rnu.*\nDid you mean run\?/],
    [["--only", "login-01"], /login-01.*\nDid you mean LOGIN-01\?/],
    [["--profile", "croe"], /croe.*\nDid you mean core\?/],
    [["frobnicate"], /no command frobnicate.*\n.*run, matrix, .*list, doctor/i],
    [["list", "more"], /more/],
    [["list", "--only", "LOGIN-01"], /--only/],
    [["run", "--module"], /--module/],
    [["--module", "nowhere"], /nowhere/],
    [["--module", ""], /--module/],
    [["--only", "LOGIN-99"], /LOGIN-99/],
    [["--only", "nothing-like-*"], /nothing-like-\*/],
    [["--profile", "soft"], /soft.*\n.*core/],
    [["--server", "consul"], /consul/],
    [["--server", "vault@1.x"], /1\.x/],
    [["--server", "vault@"], /vault@/],
    [["--terraform", "pulumi"], /pulumi/],
    [["--terraform", "tofu@latest"], /latest/],
    [["--token", "saml"], /saml.*\n.*oidc, custom/],
    [["--runtime", "podman"], /podman.*\n.*auto, docker, process/],
    [["--agent", "windows"], /windows.*\n.*debian/],
    [["--cli-archives", "forged"], /forged.*\n.*genuine/],
    [["--jobs", "0"], /--jobs.*0/],
    [["--jobs", "x"], /--jobs.*x/],
    [["--jobs", "1e3"], /--jobs.*1e3/],
    [["--jobs", ""], /--jobs/],
    [["--shard", "0/3"], /--shard.*0\/3/],
    [["--shard", "4/3"], /--shard.*4\/3/],
    [["--shard", "x"], /--shard.*x/],
    [["--only", "LOGIN-01", "--shard", "2/2"], /no scenario/i],
    [["--only", "LOGIN-03", "--token", "oidc"], /no scenario/i],
    [["--only", "LOGIN-01", "--profile", "hardened"], /no scenario/i],
    [["--providers", "nowhere"], /nowhere/],
    [["--vault-binary", "nowhere/vault"], /nowhere\/vault/],
    [["--coder-agent", "reel"], /reel does not exist.*\n.*imitated, real/],
    [["--coder-agent", ""], /--coder-agent/],
    [["--coder", "real"], /--coder.*real.*\n.*imitated, server/],
    [["--coder", "server", "--runtime", "docker"], /processes only.*\n.*--coder imitated/],
    [["--coder", "server", "--terraform", "tofu"], /needs Terraform.*\n.*--terraform/],
    [["--coder", "server", "--coder-agent", "imitated"], /--coder-agent imitated.*\n.*full coder binary/],
  ])("%j", async (args, about) => {
    await using place = await sandbox();

    const ended = await place.conform(args);

    expectExplained(ended, 2, about);
    expect(ended.stderr.trimEnd().split("\n")).toHaveLength(2);
    await expectNothingLeft(place);
  });

  test("all mistakes are told at once", async () => {
    await using place = await sandbox();

    const ended = await place.conform(["--module", "nowhere", "--only", "LOGIN-99", "--jobs", "0", "--server", "x@1"]);

    expectExplained(ended, 2, /nowhere/);
    for (const word of ["nowhere", "LOGIN-99", "--jobs", "x@1"]) expect(ended.stderr).toContain(word);
    await expectNothingLeft(place);
  });

  test("--verbose adds where it was found", async () => {
    await using place = await sandbox();

    const ended = await place.conform(["--jobs", "0", "--verbose"]);

    expect(ended).toMatchObject({ status: 2, stderr: expect.stringMatching(/^\s+at /m) });
  });
});

describe("a module that is none", () => {
  const modules: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    ["an empty folder", {}, /empty/],
    ["no Terraform", { "README.md": "# A module" }, /no Terraform files/],
    ["a syntax error", { "main.tf": 'resource "x" {{' }, /main\.tf/],
  ];
  test.each(modules)("%s", async (_what, files, about) => {
    await using place = await sandbox();
    await mkdir(join(place.folder, "subject"));
    for (const [name, text] of Object.entries(files)) await writeFile(join(place.folder, "subject", name), text);

    const ended = await place.conform([...oneScenario, "--module", "subject", "--offline"]);

    expectExplained(ended, 2, about);
    await expectNothingLeft(place, ["subject"]);
  });

  test("a provider that cannot be fetched is a lack of this machine", async () => {
    await using place = await sandbox();
    await mkdir(join(place.folder, "subject"));
    await writeFile(join(place.folder, "subject/main.tf"), needs("nobody/nothing"));

    const ended = await place.conform([...oneScenario, "--module", "subject", "--offline"]);

    expectExplained(ended, 3, /needs the provider nobody\/nothing, which cannot be downloaded here.*\n.*--providers/);
    await expectNothingLeft(place, ["subject"]);
  });

  test("a file", async () => {
    await using place = await sandbox();

    const ended = await place.conform(["--module", launcher]);

    expectExplained(ended, 2, /is a file/);
  });
});

function needs(provider: string): string {
  return `terraform {\n  required_providers {\n    x = { source = "${provider}" }\n  }\n}\n`;
}

const leavesAFile = '#!/bin/sh\n: > "$TMPDIR/plugin1"\nexit 1\n';

describe("files that the caller names", () => {
  test("a server that is not executable, and one that is no server", async () => {
    await using place = await sandbox();
    await writeFile(join(place.folder, "vault"), "#!/bin/sh\necho hello\n", { mode: 0o644 });
    const notExecutable = await place.conform(["--vault-binary", "vault"]);
    await chmod(join(place.folder, "vault"), 0o755);
    const another = await place.conform(["--vault-binary", "./vault"]);

    expectExplained(notExecutable, 2, /vault is not executable/);
    expectExplained(another, 2, /neither Vault nor OpenBao/);
    await expectNothingLeft(place, ["vault"]);
  });

  test.each([
    ["echo hello", /coder does not run here, or is not Coder/],
    ["echo 'Coder v1.44.2+12ab Mon May 5'", /Coder 1\.44\.2, .*2\.20\.0/],
    ["echo 'Coder (AGPL) v3.0.0'", /Coder 3\.0\.0, .*2\.20\.0/],
  ])("an agent whose binary is %j", async (text, about) => {
    await using place = await sandbox();
    await writeFile(join(place.folder, "coder"), `#!/bin/sh\n${text}\n`, { mode: 0o755 });

    expectExplained(await place.conform(["--coder-agent", "./coder"]), 3, about);
    await expectNothingLeft(place, ["coder"]);
  });

  test.each([
    ["echo hello", /coder does not run here, or is not Coder/],
    ["echo 'Coder (AGPL) v2.29.1'", /Coder 2\.29\.1, .*2\.30\.0/],
    ["echo 'Coder (AGPL) v2.30.0'; echo 'Slim build of Coder, does not support the server subcommand.'", /slim build/],
  ])("a server whose binary is %j", async (text, about) => {
    await using place = await sandbox();
    await writeFile(join(place.folder, "coder"), `#!/bin/sh\n${text}\n`, { mode: 0o755 });

    expectExplained(await place.conform(["--coder", "server", "--coder-agent", "./coder"]), 3, about);
    await expectNothingLeft(place, ["coder"]);
  });

  test("a mirror without coder/coder", async () => {
    await using place = await sandbox();
    await mkdir(join(place.folder, "mirror"));

    expectExplained(await place.conform(["--providers", "mirror"]), 2, /coder\/coder/);
    await expectNothingLeft(place, ["mirror"]);
  });

  test("a mirror with a provider that does not run, and leaves a file where it is told to leave such", async () => {
    await using place = await sandbox();
    const arch = process.arch === "x64" ? "amd64" : "arm64";
    const folder = join(place.folder, `mirror/registry.terraform.io/coder/coder/2.13.1/linux_${arch}`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "terraform-provider-coder_v2.13.1"), leavesAFile, { mode: 0o755 });

    const ended = await place.conform([...oneScenario, "--providers", "mirror"]);

    expectExplained(ended, 2, /coder\/coder/);
    await expectNothingLeft(place, ["mirror"]);
  });

  test("an output folder that cannot be: a file in its place, in a report's place a folder, no real file system", async () => {
    await using place = await sandbox();
    await writeFile(join(place.folder, "taken"), "kept");
    await mkdir(join(place.folder, "reports/report.json"), { recursive: true });

    for (const out of ["taken", "taken/below", "reports", "/proc", "/proc/self/reports", ""]) {
      expectExplained(await place.conform([...oneScenario, "--out", out]), 2, /--out/);
    }

    expect(await readFile(join(place.folder, "taken"), "utf8")).toBe("kept");
    await expectNothingLeft(place, ["taken", "reports"]);
  });
});

test("a version that is not available", async () => {
  await using place = await sandbox();

  const ended = await place.conform([...oneScenario, "--server", "openbao@0.0.1", "--offline"]);

  expectExplained(ended, 3, /openbao 0\.0\.1/);
  await expectNothingLeft(place);
});
