import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv } from "ajv";
import { execa } from "execa";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { packageFolder } from "../../harness/package/index.ts";
import { usedOptions } from "./commands.ts";

const folder = join(packageFolder, "docs/kubernetes");
const manifest: unknown = parse(await readFile(join(folder, "job.yaml"), "utf8"));
const schema: unknown = JSON.parse(await readFile(join(folder, "job.schema.json"), "utf8"));
// Its formats, such as int32, are Kubernetes' own.
const isJob = new Ajv({ strict: false, validateFormats: false }).compile(
  z.record(z.string(), z.unknown()).parse(schema),
);

const container = z.looseObject({
  name: z.string(),
  args: z.tuple([z.string()]),
  env: z.array(z.object({ name: z.string(), value: z.string() })),
  securityContext: z.looseObject({}),
});
const job = z
  .looseObject({
    apiVersion: z.literal("batch/v1"),
    kind: z.literal("Job"),
    spec: z.looseObject({
      completionMode: z.literal("Indexed"),
      completions: z.number(),
      parallelism: z.number(),
      template: z.looseObject({ spec: z.looseObject({ hostUsers: z.boolean(), containers: z.tuple([container]) }) }),
    }),
  })
  .parse(manifest);
const [shard] = job.spec.template.spec.containers;

test("job.yaml is a Job as the API's schema has it", () => {
  expect(isJob(manifest), JSON.stringify(isJob.errors)).toBe(true);
});

test.each([
  ["a field of the Job", { spec: { ...job.spec, completionsMode: "Indexed" } }],
  ["a type", { spec: { ...job.spec, completions: "six" } }],
  ["a missing template", { spec: { completions: 1 } }],
])("the schema refuses %s that is wrong", (_, change) => {
  expect(isJob({ ...job, ...change })).toBe(false);
});

test("there is an index for each shard", () => {
  const shards = shard.env.find(({ name }) => name === "SHARDS")?.value;
  expect([String(job.spec.completions), String(job.spec.parallelism)]).toEqual([shards, shards]);
});

test("pods have no root, no privileges and a user namespace of their own", () => {
  expect(shard.securityContext).toMatchObject({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  });
  expect(shard.securityContext).not.toHaveProperty("privileged");
  expect(job.spec.template.spec).toMatchObject({
    hostUsers: false,
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true },
  });
});

test("an index runs the shard after it, with options that exist, and completes where the module does not conform", async () => {
  const [script] = shard.args;
  const environment = Object.fromEntries(shard.env.map(({ name, value }) => [name, value]));
  const endedWith = (status: number) =>
    execa("bash", ["-euo", "pipefail", "-c", `vault-jwt-conformance() { echo "$@"; return ${status}; }\n${script}`], {
      env: { ...environment, JOB_COMPLETION_INDEX: "5" },
      reject: false,
    });

  const [failed, wrong] = await Promise.all([endedWith(1), endedWith(2)]);

  expect([failed.exitCode, wrong.exitCode]).toEqual([0, 2]);
  expect(failed.stdout).toContain("--shard 6/6 --out /results/shard-5");
  expect(await usedOptions(script)).toEqual([]);
});
