import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageFolder } from "../../harness/package/index.ts";
import { oneScenario, type Sandbox, sandbox } from "./sandbox.ts";

const policy = `schemaVersion: 1
name: login
maxAge: 1d
cells:
  process: { runtime: process, origin: genuine }
require:
  - requirements: [LOGIN-01]
    tokens: [custom]
`;

/** A real run that signed its reports, once for all the tests here: what it wrote, and the keys of two runners. */
const signed: Promise<Readonly<Record<string, string>>> = (async () => {
  await using place = await sandbox();
  for (const name of ["runner", "other"]) await place.conform(["keygen", "--out", name]);
  const ended = await place.conform([...oneScenario, "--sign", "runner.pem", "--out", "reports"]);
  if (ended.status !== 0) throw new Error(`The run that is tried with failed:\n${ended.stderr}`);
  const names = [
    "runner.pem",
    "runner.pub.pem",
    "other.pem",
    "other.pub.pem",
    "reports/report.json",
    "reports/manifest.json",
  ];
  const texts = await Promise.all(names.map(async (name) => [name, await readFile(join(place.folder, name), "utf8")]));
  return { ...Object.fromEntries(texts), said: ended.stderr };
})();

/** A folder with all of that, the module and a policy. */
async function release(): Promise<Sandbox> {
  const place = await sandbox();
  await mkdir(join(place.folder, "reports"));
  await cp(join(packageFolder, "module"), join(place.folder, "vault-jwt"), { recursive: true });
  await writeFile(join(place.folder, "policy.yaml"), policy);
  await writeFile(join(place.folder, "signed.yaml"), `${policy}requireSigned: true\n`);
  const { said: _, ...files } = await signed;
  for (const [name, text] of Object.entries(files)) await writeFile(join(place.folder, name), text, { mode: 0o600 });
  return place;
}

const gate = ["gate", "reports/report.json", "--policy", "policy.yaml", "--module", "vault-jwt"];
const byRunner = ["--require-signed", "--signer", "runner.pub.pem"];

describe("a report that its run signed", () => {
  test("is accepted, and the attestation names its key", async () => {
    await using place = await release();

    const accepted = await place.conform([
      ...gate,
      ...byRunner,
      "other.pub.pem",
      "--attest",
      "other.pem",
      "--out",
      "out",
    ]);
    const verify = ["verify", "out/attestation.json", "--module", "vault-jwt", "--key", "other.pub.pem"];
    const verified = await place.conform(verify);

    expect(accepted).toMatchObject({ status: 0, stdout: expect.stringContaining("✓ Accepted") });
    expect(verified).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/· The key [0-9a-f]{64} signed a report\.$/m),
    });
  });

  test("has the digest of report.json that the run printed, as sha256sum reads it", async () => {
    const { said = "", "reports/manifest.json": manifest = "" } = await signed;
    const { subject } = JSON.parse(Buffer.from(JSON.parse(manifest).payload, "base64").toString());

    const [, sha256 = ""] = /^([0-9a-f]{64}) {2}report\.json$/m.exec(said) ?? [];

    expect(subject).toContainEqual(expect.objectContaining({ name: "report.json", digest: { sha256 } }));
  });

  test("is merged into one that is signed again", async () => {
    await using place = await release();

    const merged = await place.conform(["report", "reports", ...byRunner, "--sign", "other.pem", "--out", "merged"]);
    const judged = ["gate", "merged/report.json", "--policy", "signed.yaml", "--module", "vault-jwt"];
    const accepted = await place.conform([...judged, "--signer", "other.pub.pem"]);

    expect([merged.status, accepted.status]).toEqual([0, 0]);
  });
});

describe("the gate refuses a report", () => {
  test.each<readonly [string, (place: Sandbox) => Promise<unknown>, string]>([
    [
      "without a manifest",
      (place) =>
        place.conform(["report", "reports", "--out", "reports2"]).then(() => move(place, "reports2/report.json")),
      "There is no moved/manifest.json.",
    ],
    [
      "that another key signed",
      (place) => place.conform(["report", "reports", "--sign", "other.pem", "--out", "moved"]),
      "No signature in moved/manifest.json matches a given key: ",
    ],
    ["with a byte more", (place) => move(place, "reports/manifest.json", " "), "is signed, but for another report"],
    [
      "beside an attestation under the manifest's name",
      async (place) => {
        await place.conform([...gate, "--attest", "runner.pem", "--out", "out"]);
        await move(place, "reports/report.json");
        await cp(join(place.folder, "out/attestation.json"), join(place.folder, "moved/manifest.json"));
      },
      "is signed, but is about something else",
    ],
    [
      "beside an earlier manifest",
      async (place) => {
        await place.conform(["report", "reports", "--sign", "runner.pem", "--out", "moved"]);
        const report = JSON.parse(await readFile(join(place.folder, "moved/report.json"), "utf8"));
        await writeFile(join(place.folder, "moved/report.json"), JSON.stringify({ ...report, durationMs: 1 }));
      },
      "is signed, but for another report",
    ],
  ])("%s", async (_, prepare, problem) => {
    await using place = await release();
    await prepare(place);

    const judged = ["gate", "moved/report.json", "--policy", "policy.yaml", "--module", "vault-jwt"];
    const refused = await place.conform([...judged, ...byRunner]);

    expect(refused).toMatchObject({ status: 1, stdout: expect.stringContaining("✗ Refused") });
    expect(refused.stdout.replaceAll(/\s+/g, " ")).toContain(problem);
  });
});

/** The report in another folder, with more at its end, beside what the first report has there. */
async function move({ folder }: Sandbox, beside: string, more = ""): Promise<void> {
  await mkdir(join(folder, "moved"));
  await cp(join(folder, beside), join(folder, "moved", beside.split("/").at(-1) ?? ""));
  const text = await readFile(join(folder, "reports/report.json"), "utf8");
  await writeFile(join(folder, "moved/report.json"), `${text}${more}`);
}

test.each<readonly [string, readonly string[], string]>([
  ["no key to look with", [...gate, "--require-signed"], "--require-signed requires signed reports, and --signer"],
  [
    "no key to look with, where the policy asks,",
    ["gate", "reports/report.json", "--policy", "signed.yaml"],
    "The policy signed.yaml requires signed reports, and --signer",
  ],
  ["a private key to look with", [...gate, "--signer", "runner.pem"], "is a private key, but a public key is required"],
  [
    "a manifest that is none",
    ["gate", "broken/report.json", "--policy", "core", ...byRunner],
    "is not a DSSE envelope",
  ],
  ["a public key to sign with", [...oneScenario, "--sign", "runner.pub.pem"], "is a public key, but a private key"],
  [
    "a key that the module can read",
    [...oneScenario, "--module", "vault-jwt", "--sign", "vault-jwt/key.pem"],
    "The key vault-jwt/key.pem is in the folder vault-jwt, which the module's code can read",
  ],
  ["an unsigned part of a merge", ["report", "unsigned", ...byRunner], "unsigned/report.json has no valid signature."],
])("%s ends with 2 and a sentence", async (_, args, problem) => {
  await using place = await release();
  for (const name of ["broken", "unsigned"]) {
    await mkdir(join(place.folder, name));
    await cp(join(place.folder, "reports/report.json"), join(place.folder, name, "report.json"));
  }
  await writeFile(join(place.folder, "broken/manifest.json"), "{}");
  await cp(join(place.folder, "runner.pem"), join(place.folder, "vault-jwt/key.pem"));

  const ended = await place.conform(args);

  expect(ended).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining(problem) });
});
