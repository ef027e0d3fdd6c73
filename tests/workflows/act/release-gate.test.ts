import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { packageFolder } from "../../../harness/package/index.ts";
import { launcher } from "../../command-line/sandbox.ts";
import { repositoryNames, type Start } from "./act.ts";
import { createGround, type Ground } from "./ground.ts";
import { type Job, unsuccessful } from "./log.ts";

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

test("a module is run once, and then accepted and signed by the platform or with a key, or refused", async () => {
  const ground = await createGround({ "policy.yaml": policy, "matrix.yaml": matrix });

  const unsigned = await release(ground, { policy: "policy.yaml" });
  expect(unsuccessful(unsigned)).toEqual([]);
  expect(decisions(unsigned)).toEqual([
    "conform: success, ",
    "gate: success, decision=accepted signed=false",
    "attest: success, ",
  ]);

  // The report of the first time is judged.
  const again = { from: "gate", to: "attest" };
  const pair = join(ground.folder, "pair");
  await execa(process.execPath, [launcher, "keygen", "--out", pair]);
  const signed = await release(ground, { policy: "policy.yaml", key: await readFile(`${pair}.pem`, "utf8"), again });
  expect(unsuccessful(signed)).toEqual([]);
  expect(decisions(signed)).toEqual(["gate: success, decision=accepted signed=true", "attest: skipped, "]);
  const attestation = join(ground.artifact("conformance-gate"), "attestation.json");
  const module = join(packageFolder, "module");
  await execa(process.execPath, [launcher, "verify", attestation, "--module", module, "--key", `${pair}.pub.pem`]);

  const refused = await release(ground, { policy: "core", again });
  expect(decisions(refused)).toEqual(["gate: failure, decision=refused", "attest: skipped, "]);
  expect(unsuccessful(refused)[0]).toContain("gate: Decide and attest: failure\n");
  expect(refused.find(({ id }) => id === "gate")?.summary).toContain("## The decision\n\n    ");
});

interface Call {
  readonly policy: string;
  readonly key?: string;
  readonly again?: NonNullable<Start["again"]>;
}

/** Calls it as a module's repository does. */
async function release(ground: Ground, { policy, key, again }: Call): Promise<readonly Job[]> {
  await ground.forget("conformance-gate");
  return await ground.run("release-gate.yml", {
    event: "workflow_call",
    repository: repositoryNames.module,
    inputs: { module: "vault-jwt", only: "LOGIN-01", matrix: "matrix.yaml", runtime: "process", policy },
    ...(key !== undefined && { secrets: { key } }),
    ...(again && { again }),
  });
}

function decisions(jobs: readonly Job[]): readonly string[] {
  return jobs.map(({ id, result, outputs }) => {
    const decided = id === "gate" ? outputs.filter((one) => /^(decision|signed)=/.test(one)) : [];
    return `${id}: ${result}, ${decided.toSorted().join(" ")}`;
  });
}
