import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { packageFolder } from "../../harness/package/index.ts";
import { oneScenario, type Sandbox, sandbox } from "./sandbox.ts";

const policy = `schemaVersion: 1
name: login
maxAge: 1d
cells:
  process: { runtime: process }
require:
  - requirements: [LOGIN-01]
    tokens: [custom]
`;

/** Terraform refuses the module where a run has something of it that the digest does not cover. */
const guard = `resource "terraform_data" "guard" {
  lifecycle {
    precondition {
      condition     = alltrue([for name in fileset(path.module, "**") : !strcontains(name, "planted")])
      error_message = "The run has a file that the digest does not cover."
    }
  }
}
`;

/** Code that runs wherever the module is applied. */
const attack = `resource "terraform_data" "attack" {
  provisioner "local-exec" {
    command = "touch attacked"
  }
}
`;

type Files = Readonly<Record<string, string>>;

async function put(folder: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

/** A place with a copy of the module, and with a policy that asks for one scenario. */
async function placeWith(files: Files): Promise<Sandbox> {
  const place = await sandbox();
  await cp(join(packageFolder, "module"), join(place.folder, "vault-jwt"), { recursive: true });
  await put(join(place.folder, "vault-jwt"), files);
  await writeFile(join(place.folder, "policy.yaml"), policy);
  return place;
}

const module = ["--module", "vault-jwt"];
const gate = ["gate", "reports/report.json", "--policy", "policy.yaml", ...module];
const attest = ["--attest", "conformance-gate.pem", "--out", "out"];
const verify = ["verify", "out/attestation.json", ...module, "--key", "conformance-gate.pub.pem"];

const states: Files = {
  ".terraform/planted.tf": attack,
  "modules/a/.terraform/planted.tf": attack,
  "planted.tfstate": "{}",
  "planted.tfstate.backup": "{}",
};

/** Each was once left out of the digest, or read by attested code. */
const additions: readonly string[] = [
  "x.tfstate.tf",
  "x.tfstate_override.tf",
  "x.tfstate.tf.json",
  ".tfstate.tf",
  "terraform.tfstate.tofu",
  "terraform.tfstate.auto.tfvars",
  "x.tfstate.backup.tf",
  "modules/a/x.tfstate.tf",
  "modules/a/.git/x.tf",
  ".Terraform/x.tf",
];

test("a run knows nothing that its digest does not cover, and nothing can be added to what was attested", async () => {
  await using place = await placeWith({ ...states, ".git/planted": "", "guard.tf": guard });
  const folder = join(place.folder, "vault-jwt");
  await place.conform(["keygen"]);

  const ran = await place.conform([...oneScenario, ...module, "--ignore-state", "--out", "reports"]);
  const report = JSON.parse(await readFile(join(place.folder, "reports/report.json"), "utf8"));
  const dirty = await place.conform(gate);
  for (const name of [".terraform", "modules", "planted.tfstate", "planted.tfstate.backup"])
    await rm(join(folder, name), { recursive: true });
  const [accepted, verified] = [await place.conform([...gate, ...attest]), await place.conform(verify)];

  const ignored = [".terraform", "modules/a/.terraform", "planted.tfstate", "planted.tfstate.backup"];
  expect(ran, ran.stderr).toMatchObject({ status: 0 });
  expect(report.subject.ignored).toEqual(ignored);
  expect(report.notes).toContain(`Left out of the module by --ignore-state: ${ignored.join(", ")}.`);
  expect(dirty).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining(ignored.join(", ")) });
  expect(accepted).toMatchObject({ status: 0 });
  expect(verified).toMatchObject({ status: 0, stdout: expect.stringContaining("Not covered: .git,") });

  for (const name of additions) {
    await put(folder, { [name]: attack });
    const [held, judged] = await Promise.all([place.conform(verify), place.conform(gate)]);
    await rm(join(folder, name.split("/")[0] ?? name), { recursive: true });
    expect(held, name).toMatchObject({ status: 1, stdout: expect.stringContaining(`${name} is not attested`) });
    expect(judged, name).toMatchObject({ status: 1, stdout: expect.stringContaining("is about another module") });
  }
  for (const name of Object.keys(states)) {
    await put(folder, { [name]: attack });
    const [held, judged] = await Promise.all([place.conform(verify), place.conform([...gate, ...attest])]);
    await rm(join(folder, name.split("/")[0] ?? name), { recursive: true });
    for (const refused of [held, judged])
      expect(refused, name).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("or .terraform:") });
  }
  await symlink("../policy.yaml", join(folder, "link.tf"));
  for (const refused of [await place.conform(verify), await place.conform(gate)])
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining("link.tf leads out of the module") });
});

describe("a module with what Terraform keeps for itself is refused before anything starts", () => {
  test.each([
    ["run", oneScenario],
    ["matrix", ["matrix", "offline", "--only", "LOGIN-01"]],
  ])("by %s", async (_, command) => {
    await using place = await placeWith({ ".terraform/x": "", "terraform.tfstate": "{}" });

    const refused = await place.conform([...command, ...module]);

    expect(refused).toMatchObject({ status: 2, stdout: "" });
    expect(refused.stderr).toBe(
      "The module contains state files or .terraform: .terraform, terraform.tfstate.\nDelete them, or use a clean copy; `run` and `matrix` leave them out with --ignore-state.",
    );
  });

  test.each([
    ["gate", gate],
    ["verify", verify],
  ])("and %s does not leave it out", async (_, command) => {
    await using place = await placeWith({});

    const refused = await place.conform([...command, "--ignore-state"]);

    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining("unknown option '--ignore-state'") });
  });
});

async function commitAll(folder: string): Promise<void> {
  const git = (...args: readonly string[]) =>
    execa("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: folder });
  await git("init", "--quiet");
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "A module");
}

/** A repository whose module reads its script, by a folder of links, and calls a module, from the folder beside it. */
async function repository(): Promise<Sandbox> {
  const place = await placeWith({});
  const repo = join(place.folder, "repo");
  const module = join(repo, "modules/vault-jwt");
  await mkdir(join(repo, "modules"), { recursive: true });
  await rename(join(place.folder, "vault-jwt"), module);
  await mkdir(join(repo, "common"));
  await rename(join(module, "run.sh"), join(repo, "common/run.sh"));
  await symlink("../../common", join(module, "linked"));
  const main = await readFile(join(module, "main.tf"), "utf8");
  await writeFile(join(module, "main.tf"), main.replaceAll("${path.module}/run.sh", "${path.module}/linked/run.sh"));
  await put(repo, {
    "common/labels/main.tf": 'output "label" {\n  value = file("${path.module}/../label.txt")\n}\n',
    "common/label.txt": "label",
    "modules/vault-jwt/labels.tf": 'module "labels" {\n  source = "../../common/labels"\n}\n',
    "README.md": "# Modules\n",
  });
  await commitAll(repo);
  return place;
}

describe("a module that leaves its folder", () => {
  const policyOf = ["--policy", "policy.yaml"];

  test("is judged with its package, by folder and by source, and no other package is accepted for it", async () => {
    await using place = await repository();
    const local = ["--module", "repo/modules/vault-jwt"];
    await place.conform(["keygen"]);

    const ran = await place.conform([...oneScenario, ...local, "--out", "reports"]);
    const source = `git::file://${place.folder}/repo//modules/vault-jwt`;
    const fetched = await place.conform([...oneScenario, "--module", source, "--out", "fetched"]);
    const digests = await Promise.all(
      ["reports", "fetched"].map(async (folder) => {
        const report = JSON.parse(await readFile(join(place.folder, folder, "report.json"), "utf8"));
        return report.subject.digest;
      }),
    );
    const judge = ["gate", "reports/report.json", ...policyOf];
    const accepted = await place.conform([...judge, ...local, ...attest]);
    const held = ["verify", "out/attestation.json", ...local, "--key", "conformance-gate.pub.pem"];
    const verified = await place.conform(held);

    expect(ran, ran.stderr).toMatchObject({ status: 0 });
    expect(ran.stderr).toContain("Module: modules/vault-jwt of the package repo, ");
    expect(fetched, fetched.stderr).toMatchObject({ status: 0 });
    expect(digests[1]).toBe(digests[0]);
    expect(accepted).toMatchObject({ status: 0 });
    expect(verified).toMatchObject({ status: 0, stdout: expect.stringContaining("Not covered: .git,") });

    await rm(join(place.folder, "repo/.git"), { recursive: true });
    const withPackage = await place.conform([...judge, "--module", "repo//modules/vault-jwt"]);
    await writeFile(join(place.folder, "repo/common/label.txt"), "other");
    const changed = await place.conform([...held.slice(0, 2), "--module", "repo//modules/vault-jwt", ...held.slice(4)]);

    expect(withPackage).toMatchObject({ status: 0 });
    expect(changed).toMatchObject({ status: 1, stdout: expect.stringContaining("../../common/label.txt") });
  });

  test("is refused where nothing says what its package is, and no report goes into its package", async () => {
    await using place = await repository();
    const inside = await place.conform([...oneScenario, "--module", "repo/modules/vault-jwt", "--out", "repo/reports"]);
    await rm(join(place.folder, "repo/.git"), { recursive: true });
    await rm(join(place.folder, "repo/modules/vault-jwt/linked"));
    const alone = await place.conform([...oneScenario, "--module", "repo/modules/vault-jwt"]);

    expect(inside).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining("--out repo/reports is in"),
    });
    expect(alone).toMatchObject({ status: 2, stdout: "" });
    expect(alone.stderr).toContain(
      "labels.tf of the module refers to ../../common/labels, outside of the module's folder.",
    );
    expect(alone.stderr).toContain("--module PACKAGE//FOLDER");
  });
});

const addressOfBao = `resource "coder_env" "bao" {
  agent_id = var.agent_id
  name     = "BAO_ADDR"
  value    = "https://elsewhere.example.com"
}
`;

test("a workspace's BAO_ADDR means nothing to its CLI, whatever stands in for it", async () => {
  await using place = await placeWith({ "bao.tf": addressOfBao });

  expect(await place.conform([...oneScenario, ...module])).toMatchObject({ status: 0 });
});

test("of a repository only the module's folder is read, by the digest that it has as a folder", async () => {
  await using place = await placeWith({ "guard.tf": guard });
  await put(place.folder, { "planted.tf": attack });
  await commitAll(place.folder);

  const source = `git::file://${place.folder}//vault-jwt`;
  const ran = await place.conform([...oneScenario, "--module", source, "--out", "reports"]);
  const judged = await place.conform(gate);

  expect(ran, ran.stderr).toMatchObject({ status: 0 });
  expect(judged).toMatchObject({ status: 0, stdout: expect.stringContaining("✓ Accepted") });
});
