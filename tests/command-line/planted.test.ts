import { createHash } from "node:crypto";
import { cp, lstat, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findServer } from "../../harness/artifacts/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { oneScenario, type Sandbox, sandbox } from "./sandbox.ts";

/** A copy of the module that also runs a command wherever Terraform applies it. */
async function moduleThatRuns({ folder }: Sandbox, command: string): Promise<void> {
  await cp(join(packageFolder, "module"), join(folder, "hostile"), { recursive: true });
  const hostile = `resource "terraform_data" "hostile" {
  provisioner "local-exec" {
    command = ${JSON.stringify(command)}
  }
}
`;
  await writeFile(join(folder, "hostile", "hostile.tf"), hostile);
}

function sha256Of(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

test("what a module puts into --out neither redirects a report nor keeps it from being written", async () => {
  await using place = await sandbox();
  const [out, canary] = [join(place.folder, "out"), join(place.folder, "canary")];
  await mkdir(out);
  await writeFile(canary, "mine");
  const planting = `cd '${out}' && ln -sf '${canary}' report.json && ln -f '${canary}' report.md && mkdir -p junit.xml/x || true`;
  await moduleThatRuns(place, planting);

  const ended = await place.conform([...oneScenario, "--module", "hostile", "--out", "out"]);

  expect(ended.status, ended.stderr).toBe(0);
  expect(await readFile(canary, "utf8")).toBe("mine");
  for (const name of ["report.json", "report.md", "junit.xml"]) {
    expect((await lstat(join(out, name))).isFile()).toBe(true);
  }
  expect(ended.stderr).toContain(`${sha256Of(await readFile(join(out, "report.json")))}  report.json`);
});

test("a module that puts a link in the place of --out has nothing written through it", async () => {
  await using place = await sandbox();
  const [out, elsewhere] = [join(place.folder, "out"), join(place.folder, "elsewhere")];
  await mkdir(elsewhere);
  await moduleThatRuns(place, `ln -s '${elsewhere}' '${out}' || true`);

  const ended = await place.conform([...oneScenario, "--module", "hostile", "--out", "out"]);

  expect(await readdir(elsewhere)).toEqual([]);
  // Where Terraform is in a sandbox it cannot reach that folder, and the reports are where they belong.
  const isReplaced = (await lstat(out)).isSymbolicLink();
  expect(ended.status, ended.stderr).toBe(isReplaced ? 4 : 0);
  expect(ended.stderr).toContain(isReplaced ? "Something replaced the folder out" : "Report: out/report.html");
});

test("a run with an altered server looks like no other, to a reader, to the gate and to verify", async () => {
  await using place = await sandbox();
  const genuine = await findServer("openbao", undefined, { offline: true, progress: () => {} });
  const altered = Buffer.concat([await readFile(genuine.path), Buffer.from("\0")]);
  await writeFile(join(place.folder, "bao"), altered, { mode: 0o755 });
  const sha256 = sha256Of(altered);
  await cp(join(packageFolder, "module"), join(place.folder, "vault-jwt"), { recursive: true });
  const policy = {
    schemaVersion: 1,
    name: "any",
    maxAge: "1d",
    cells: { any: {} },
    require: [{ requirements: ["LOGIN-01"], tokens: ["custom"] }],
  };
  await writeFile(join(place.folder, "any.yaml"), JSON.stringify(policy));
  await place.conform(["keygen", "--out", "k"]);

  const ran = await place.conform([...oneScenario, "--vault-binary", "bao", "--out", "out"]);
  const gate = (name: string) =>
    place.conform([
      "gate",
      "out/report.json",
      "--policy",
      name,
      "--module",
      "vault-jwt",
      "--attest",
      "k.pem",
      "--out",
      "a",
    ]);
  const [core, any] = [await gate("core"), await gate("any.yaml")];
  const verified = await place.conform(["verify", "a/attestation.json", "--module", "vault-jwt", "--key", "k.pub.pem"]);

  expect(ran.status, ran.stderr).toBe(0);
  const { cells } = JSON.parse(await readFile(join(place.folder, "out/report.json"), "utf8"));
  expect(cells).toMatchObject([{ server: { sha256, origin: "named" }, overrides: ["--vault-binary"] }]);
  expect(cells[0].id).toContain(`-custom-${sha256.slice(0, 8)}-`);
  expect(ran.stdout.replaceAll(/\s+/g, " ")).toContain(
    `(sha256 ${sha256.slice(0, 12)}…) is an executable that an option named.`,
  );
  expect([core.status, any.status, verified.status]).toEqual([1, 0, 0]);
  expect(core.stdout.replaceAll(/\s+/g, " ")).toMatch(/The cell \S+ is not genuine: The server openbao/);
  expect(verified.stdout).toMatch(/· process-openbao-\S+-custom-\S+ is not genuine: The server openbao/);
});
