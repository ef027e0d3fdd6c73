import { chmod, cp, mkdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { generatePair } from "../../harness/attestation/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { type Ended, oneScenario, type Sandbox, sandbox } from "./sandbox.ts";

const policy = `schemaVersion: 1
name: login
maxAge: 1d
cells:
  process: { runtime: process }
require:
  - requirements: [LOGIN-01]
    tokens: [custom]
`;

interface Release extends Sandbox {
  /** `verify` of the attestation, with what is given besides. */
  readonly verify: (...args: readonly string[]) => Promise<Ended>;
}

/** A folder with the module, a report of a real run of it, a policy and a pair of keys. */
async function release(report: string): Promise<Release> {
  const place = await sandbox();
  await cp(join(packageFolder, "module"), join(place.folder, "vault-jwt"), { recursive: true });
  await writeFile(join(place.folder, "policy.yaml"), policy);
  await writeFile(join(place.folder, "report.json"), report);
  await writeKeys(place.folder);
  const verify = (...args: readonly string[]) =>
    place.conform([
      "verify",
      "out/attestation.json",
      "--module",
      "vault-jwt",
      "--key",
      "conformance-gate.pub.pem",
      ...args,
    ]);
  return { ...place, verify };
}

/** A real run, once for all the tests here. */
const reported: Promise<string> = (async () => {
  await using place = await sandbox();
  const ended = await place.conform([...oneScenario, "--out", "reports"]);
  if (ended.status !== 0) throw new Error(`The run that the gate is tried with failed:\n${ended.stderr}`);
  return await readFile(join(place.folder, "reports", "report.json"), "utf8");
})();

const gate = ["gate", "report.json", "--policy", "policy.yaml", "--module", "vault-jwt"];
const attest = ["--attest", "conformance-gate.pem", "--out", "out", "--url", "https://ci.example.com/runs/1"];

describe("the module that comes with the harness", () => {
  test("is accepted by a report of schemaVersion 1, and verified", async () => {
    const { summary, ...newest } = JSON.parse(await reported);
    const { blocked, ...counts } = summary;
    await using place = await release(JSON.stringify({ ...newest, schemaVersion: 1, summary: counts }));
    const accepted = await place.conform([...gate, ...attest]);
    const verified = await place.verify("--policy", "policy.yaml", "--max-age", "1d");

    expect(accepted, accepted.stderr).toMatchObject({ status: 0 });
    expect([blocked, verified.status]).toEqual([0, 0]);
  });

  test("is accepted, its attestation made with a key of keygen's, and verified", async () => {
    await using place = await release(await reported);

    const accepted = await place.conform([...gate, ...attest]);
    const verified = await place.verify("--policy", "policy.yaml", "--max-age", "1d");

    expect(accepted).toMatchObject({ status: 0, stderr: "attested: out/statement.json, out/attestation.json" });
    expect(accepted.stdout).toBe("✓ Accepted by the policy login (policy.yaml).\n\n1 result is required: 1 pass.");
    expect(verified).toMatchObject({ status: 0, stderr: "" });
    expect(verified.stdout).toMatch(
      /^✓ out\/attestation\.json holds\.\n {2}✓ signature .*\n {2}✓ subject .*\n {2}✓ result .*\n {2}✓ policy .*\n {2}✓ age /,
    );
  });

  test("is not the one that was accepted, after a change", async () => {
    await using place = await release(await reported);
    await place.conform([...gate, ...attest]);
    await writeFile(join(place.folder, "vault-jwt", "run.sh"), "#!/bin/sh\n");

    const [verified, judged] = [await place.verify(), await place.conform(gate)];

    expect(verified).toMatchObject({ status: 1, stdout: expect.stringContaining("does not hold: subject.") });
    expect(verified.stdout).toContain("\n  · policy    not checked, as --policy is not given");
    expect(verified.stdout).toContain("✗ subject   The module here is not the attested one: run.sh differs.");
    expect(judged).toMatchObject({ status: 1, stdout: expect.stringContaining("report.json is about another module") });
  });

  test("--explain shows how each result was taken, also of a folder's report", async () => {
    await using place = await release(await reported);

    const { stdout } = await place.conform(["gate", ".", ...gate.slice(2), "--explain"]);

    expect(stdout).toMatch(/^policy login, sha256 [0-9a-f]{64}, reports at most 1d old$/m);
    expect(stdout).toMatch(/^ {2}process: process-openbao-\S+$/m);
    expect(stdout).toMatch(/^ {2}LOGIN-01 logs-in \[custom\] on process-openbao-\S+: pass, passes$/m);
  });

  test("is refused where the policy asks for more, with what would be enough, and nothing is attested", async () => {
    await using place = await release(await reported);

    const refused = await place.conform([...gate, ...attest, "--policy", "verified"]);

    expect(refused.status).toBe(1);
    expect(refused.stdout).toMatch(/^✗ Refused by the policy verified \(verified\)\.$/m);
    expect(refused.stdout).toContain("to fix: Add the report of: npx vault-jwt-conformance run --server openbao@2.6.1");
    expect(refused.stdout).toMatch(/\d+ required results are missing on process-openbao-/);
    await expect(stat(join(place.folder, "out"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("is taken for another version where its README says so", async () => {
    const report = JSON.parse(await reported);
    await using place = await release(JSON.stringify({ ...report, subject: { ...report.subject, version: "1.0.21" } }));

    const [same, other] = [
      await place.conform([...gate, "--module-version", "1.0.21"]),
      await place.conform([...gate, "--module-version", "1.0.22"]),
    ];

    expect([same.status, other.status]).toEqual([0, 1]);
    expect(other.stdout).toContain(
      "report.json is about version 1.0.21, and the folder given by --module is version 1.0.22.",
    );
  });
});

test("keygen makes a private key that only its owner may read, and overwrites none", async () => {
  await using place = await sandbox();

  const [made, again] = [
    await place.conform(["keygen", "--algorithm", "ecdsa-p256", "--out", "k"]),
    await place.conform(["keygen", "--out", "k"]),
  ];

  const modes = await Promise.all(
    ["k.pem", "k.pub.pem"].map(async (name) => (await stat(join(place.folder, name))).mode & 0o777),
  );
  expect(modes).toEqual([0o600, 0o644]);
  expect(made).toMatchObject({ status: 0, stderr: "" });
  expect(again).toMatchObject({ status: 2, stderr: expect.stringContaining("k.pem is there already.") });
});

test("a key that others may read is taken with a warning", async () => {
  await using place = await release(await reported);
  await chmod(join(place.folder, "conformance-gate.pem"), 0o644);

  const accepted = await place.conform([...gate, ...attest]);

  expect(accepted).toMatchObject({ status: 0, stderr: expect.stringContaining("run `chmod 600` on it.") });
});

test.concurrent.each<readonly [string, readonly string[], string]>([
  ["no policy", ["gate", "report.json"], "required option '--policy <file>' not specified"],
  ["no report", ["gate", "--policy", "core"], "missing required argument 'report'"],
  ["a policy that is missing", ["gate", "report.json", "--policy", "none.yaml"], "The policy none.yaml is not there."],
  ["a report that is missing", ["gate", "none.json", "--policy", "core"], "The report none.json is not there."],
  ["a device as a report", ["gate", "/dev/zero", "--policy", "core"], "The report /dev/zero is not a regular file."],
  ["a report as a policy", ["gate", "empty", "--policy", "./empty"], "The policy ./empty is empty."],
  ["an empty report", ["gate", "empty", "--policy", "core"], "empty is not JSON."],
  [
    "a module that is missing",
    ["gate", "empty", "--policy", "core", "--module", "none", "--attest", "conformance-gate.pem"],
    "--attest needs --out <dir>.",
  ],
  [
    "a public key to sign with",
    ["gate", "empty", "--policy", "core", "--module", "module", "--out", "o", "--attest", "conformance-gate.pub.pem"],
    "The key conformance-gate.pub.pem is a public key, but a private key is required.",
  ],
  [
    "an attestation in the module",
    ["gate", "empty", "--policy", "core", "--module", "module", "--out", "module/out"],
    "--out module/out is in module: files written there",
  ],
  ["no address as the run's", ["gate", "empty", "--policy", "core", "--url", "here"], "--url here is not a URL."],
  [
    "an attestation of 1 GiB",
    ["verify", "huge", "--module", "module", "--key", "conformance-gate.pub.pem"],
    "The attestation huge has 1073741824 bytes, more than 16777216.",
  ],
  [
    "an empty attestation",
    ["verify", "empty", "--module", "module", "--key", "conformance-gate.pub.pem"],
    "empty is not valid JSON",
  ],
  [
    "a module's folder that is missing",
    ["verify", "empty", "--module", "none", "--key", "conformance-gate.pub.pem"],
    "There is no folder none.",
  ],
  [
    "a private key to verify with",
    ["verify", "empty", "--module", "module", "--key", "conformance-gate.pem"],
    "The key conformance-gate.pem is a private key, but a public key is required.",
  ],
  [
    "an age that is none",
    ["verify", "empty", "--module", "module", "--key", "conformance-gate.pub.pem", "--max-age", "soon"],
    "--max-age soon is not a duration.",
  ],
  ["an unknown algorithm", ["keygen", "--algorithm", "rsa"], "There is no algorithm rsa here."],
])("%s ends with 2 and a sentence", async (_, args, problem) => {
  await using place = await badPlace();

  const ended = await place.conform(args);

  expect(ended).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining(problem) });
  expect(ended.stderr).not.toContain("    at ");
});

async function writeKeys(folder: string): Promise<void> {
  const pair = generatePair("ed25519");
  await writeFile(join(folder, "conformance-gate.pem"), pair.private, { mode: 0o600 });
  await writeFile(join(folder, "conformance-gate.pub.pem"), pair.public);
}

async function badPlace(): Promise<Sandbox> {
  const place = await sandbox();
  await mkdir(join(place.folder, "module"));
  await Promise.all(["empty", "huge"].map((name) => writeFile(join(place.folder, name), "")));
  // A sparse file: it takes no room on the disk.
  await truncate(join(place.folder, "huge"), 1_073_741_824);
  await writeKeys(place.folder);
  return place;
}
