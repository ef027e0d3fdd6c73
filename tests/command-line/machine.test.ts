import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Ended, oneScenario, type Sandbox, sandbox } from "./sandbox.ts";

function expectCannotRunHere(ended: Ended, about: RegExp): void {
  expect(ended, ended.stderr).toMatchObject({ status: 3 });
  expect(ended.stderr).toMatch(about);
  expect(ended.stderr).not.toMatch(/^\s+at /m);
}

/** Runs the command where a folder is a file system of its own of that size. */
function withDisk(place: Sandbox, folder: string, size: string, fill = ""): readonly string[] {
  const as = process.getuid?.() === 0 ? ["unshare", "--mount"] : ["unshare", "--map-root-user", "--mount"];
  const script = `mount -t tmpfs -o size=${size} none "$0" && ${fill || "true"} && exec "$@"`;
  return [...as, "sh", "-c", script, join(place.folder, folder)];
}

describe("a full disk", () => {
  test("below the reports is told before the run, and an earlier report stays", async () => {
    await using place = await sandbox();
    await mkdir(join(place.folder, "reports"));
    const fill = 'echo earlier > "$0/report.json" && { cat /dev/zero > "$0/full" 2>/dev/null || true; }';
    const thenShow = `set -- sh -c '"$@"; status=$?; cat reports/report.json; exit $status' sh "$@"`;
    const before = withDisk(place, "reports", "64k", `${fill} && ${thenShow}`);

    const ended = await place.conform([...oneScenario, "--out", "reports"], { before });

    expectCannotRunHere(ended, /no space left in reports/);
    expect(ended.stdout).toBe("earlier");
    expect(ended.stderr).not.toMatch(/initialising/);
    expect(await place.leftBehind()).toEqual([]);
  });

  test("below the temporary folder", async () => {
    await using place = await sandbox();
    const folder = join(place.folder, "small");
    await mkdir(folder);

    const ended = await place.conform(oneScenario, {
      before: withDisk(place, "small", "1m"),
      environment: { TMPDIR: folder },
    });

    expectCannotRunHere(ended, /no space left in the temporary folder.*\n.*TMPDIR/);
  });

  test("below the cache", async () => {
    await using place = await sandbox();
    const folder = join(place.folder, "cache");
    await mkdir(folder);

    const ended = await place.conform([...oneScenario, "--server", "openbao@2.7.2"], {
      before: withDisk(place, "cache", "1m"),
      environment: { VAULT_JWT_CONFORMANCE_CACHE: folder },
    });

    expectCannotRunHere(ended, /no space left.*\n.*VAULT_JWT_CONFORMANCE_CACHE/);
    expect(await place.leftBehind()).toEqual([]);
  });
});

test("reports on a read-only file system", async () => {
  await using place = await sandbox();
  await mkdir(join(place.folder, "reports"));

  const ended = await place.conform([...oneScenario, "--out", "reports/new"], {
    before: withDisk(place, "reports", "1m", 'mount -o remount,bind,ro "$0"'),
  });

  expect(ended, ended.stderr).toMatchObject({ status: 2, stderr: expect.stringMatching(/EROFS.*\n.*--out/) });
});

/** Root of a user namespace of its own is nobody that workspaces could run as another user of. */
const withoutNetwork = ["unshare", ...(process.getuid?.() === 0 ? [] : ["--map-current-user"]), "--net"];

describe("no network and an empty cache", () => {
  test.each([
    ["--offline", [] as readonly string[], ["--offline"]],
    ["really", withoutNetwork, []],
  ])("%s", async (_how, before, args) => {
    await using place = await sandbox();
    const environment = { VAULT_JWT_CONFORMANCE_CACHE: join(place.folder, "cache") };

    const ended = await place.conform([...oneScenario, ...args], { before, environment });

    expectCannotRunHere(ended, /openbao/i);
    expect(await place.leftBehind()).toEqual([]);
    expect(await filesBelow(join(place.folder, "cache"))).toEqual([]);
  });
});

test.each([
  ["alone on PATH", []],
  ["chosen", ["--terraform", "terraform@1.3.9"]],
] as const)("a Terraform that is too old, %s", async (_how, args) => {
  await using place = await sandbox();
  const bin = join(place.folder, "bin");
  await mkdir(bin);
  await writeFile(join(bin, "terraform"), "#!/bin/sh\necho Terraform v1.3.9\n", { mode: 0o755 });
  const environment = { PATH: `${bin}:${process.env.PATH}` };

  const ended = await place.conform([...oneScenario, ...args], { environment });

  expectCannotRunHere(ended, /Terraform 1\.3\.9 is too old: .*terraform_data.*\n.*terraform@1\.4\.0/);
  expect(await place.leftBehind()).toEqual([]);
});

test("a temporary folder that is not there", async () => {
  await using place = await sandbox();

  const ended = await place.conform(oneScenario, { environment: { TMPDIR: join(place.folder, "nowhere") } });

  expectCannotRunHere(ended, /temporary folder .*nowhere.*\n.*TMPDIR/);
});

test.each(["process", "docker"])(
  "a temporary folder with too long a path for sockets, --runtime %s",
  async (runtime) => {
    await using place = await sandbox();
    const long = join(place.folder, "x".repeat(100));
    await mkdir(long);

    const ended = await place.conform(["--only", "LOGIN-01", "--runtime", runtime], { environment: { TMPDIR: long } });

    expectCannotRunHere(ended, /temporary folder .* too long .*\n.*TMPDIR/);
    expect(await readdir(long)).toEqual([]);
  },
);

test("a temporary folder whose path plugins of Terraform cannot have", async () => {
  await using place = await sandbox();
  const odd = join(place.folder, "a|\n$(id)");
  await mkdir(odd);

  const ended = await place.conform(oneScenario, { environment: { TMPDIR: odd } });

  expectCannotRunHere(ended, /temporary folder ".*a\|\\n\$\(id\)" .*\n.*TMPDIR/);
  expect(await readdir(odd)).toEqual([]);
});

test("standard output that takes nothing", async () => {
  await using place = await sandbox();

  const ended = await place.conform(["list"], { before: ["sh", "-c", 'exec "$@" > /dev/full', "sh"] });

  expectCannotRunHere(ended, /no space left/);
});

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.name !== "tmp").map((entry) => join(entry.parentPath, entry.name));
}
