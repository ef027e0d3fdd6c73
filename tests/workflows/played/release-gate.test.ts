import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { packageFolder } from "../../../harness/package/index.ts";
import { launcher } from "../../command-line/sandbox.ts";
import { createGround, type Ground, playWorkflow, repositoryNames } from "../runner/index.ts";
import { unsuccessful, workflowNamed } from "./playing.ts";

const policy = `schemaVersion: 1
name: one
maxAge: 1d
cells:
  openbao: { server: openbao }
require:
  - requirements: [LOGIN-01]
`;
const matrix = `schemaVersion: 1
name: one
axes:
  server: openbao@2.7.2
`;
const workflow = await workflowNamed("release-gate.yml");

test("a module is run once, and then accepted and signed by the platform or with a key, or refused", async () => {
  await using ground = await createGround({ "policy.yaml": policy, "matrix.yaml": matrix });

  const unsigned = await play(ground, { policy: "policy.yaml" });
  expect(unsuccessful(unsigned)).toEqual([]);
  expect(unsigned.map(({ id, outputs }) => `${id}: ${JSON.stringify(outputs)}`)).toEqual([
    "play: {}",
    'gate: {"decision":"accepted","signed":"false"}',
    "attest: {}",
  ]);
  expect(await ground.recorded("uses")).toContain("actions/attest");

  const pair = join(ground.folder, "pair");
  await execa(process.execPath, [launcher, "keygen", "--out", pair]);
  const signed = await play(ground, { policy: "policy.yaml", key: await readFile(`${pair}.pem`, "utf8") });
  expect(unsuccessful(signed)).toEqual([]);
  expect(signed.map(({ id, result }) => `${id}: ${result}`)).toEqual(["gate: success", "attest: skipped"]);
  const attestation = join(ground.artifact("conformance-gate"), "attestation.json");
  const module = join(packageFolder, "module");
  await execa(process.execPath, [launcher, "verify", attestation, "--module", module, "--key", `${pair}.pub.pem`]);

  const refused = await play(ground, { policy: "core" });
  expect(refused.map(({ id, result, outputs }) => `${id}: ${result}, ${outputs.decision ?? "none"}`)).toEqual([
    "gate: failure, refused",
    "attest: skipped, none",
  ]);
  expect(refused[0]?.summary).toContain("## The decision\n\n    ");
});

/** Calls it as a module's repository does; the second time the first one's report is judged. */
async function play(ground: Ground, { policy, key }: { readonly policy: string; readonly key?: string }) {
  const isFirst = (await ground.recorded("uses")).length === 0;
  await ground.forget("conformance-gate");
  return await playWorkflow(workflow, {
    ground,
    event: "workflow_call",
    repository: repositoryNames.module,
    inputs: { module: "vault-jwt", only: "LOGIN-01", matrix: "matrix.yaml", runtime: "process", policy },
    only: (job) => isFirst || job !== "play",
    ...(key === undefined ? {} : { secrets: { key } }),
  });
}
