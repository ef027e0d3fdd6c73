import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { packageFolder, toolVersion } from "../../harness/package/index.ts";
import { usedOptions } from "./commands.ts";
import { readAction, readWorkflow } from "./files.ts";

interface Block {
  readonly language: string;
  readonly text: string;
}

const blocks = blocksOf(await readFile(join(packageFolder, "docs/ci.md"), "utf8"));
const lines = z.union([z.string(), z.array(z.string())]).transform((given) => [given].flat());
const gitlabJob = z.looseObject({
  extends: z.string().optional(),
  parallel: z.number().optional(),
  before_script: lines.default([]),
  script: lines.default([]),
});

const caching = z.looseObject({ cache: z.looseObject({ policy: z.string() }).optional() });

test("docs/ci.md has workflows, a pipeline and a script, and each can be read", () => {
  expect(blocks.map(({ language }) => language)).toEqual(["yaml", "yaml", "yaml", "bash"]);
  for (const { text } of blocks.filter(({ language }) => language === "yaml")) expect(parse(text)).toBeTypeOf("object");
});

test("the action and the workflow are called with inputs and secrets that they have", async () => {
  const action = await readAction(join(packageFolder, "action.yml"));
  const gate = await readWorkflow(join(packageFolder, ".github/workflows/release-gate.yml"));
  const given = (from: RegExp) => Object.keys(callOf(from).with);
  const { inputs, secrets } = gate.on.workflow_call ?? { inputs: {}, secrets: {} };

  expect(given(/uses: example\/vault-jwt-conformance@/).filter((name) => !(name in action.inputs))).toEqual([]);
  expect(given(/release-gate\.yml@/).filter((name) => !(name in inputs))).toEqual([]);
  expect(Object.keys(callOf(/release-gate\.yml@/).secrets).filter((name) => !(name in secrets))).toEqual([]);
});

test("every call and installation in docs/ci.md is of this version", () => {
  const versions = blocks.flatMap(({ text }) => [...text.matchAll(/vault-jwt-conformance(?:\/\S+)?@(\S+)/g)]);

  expect(new Set(versions.map(([, version]) => version))).toEqual(new Set([`v${toolVersion}`, toolVersion]));
});

test("commands and options in docs/ci.md and docs/kubernetes exist", async () => {
  const texts = await Promise.all(
    ["docs/ci.md", "docs/kubernetes/README.md"].map((name) => readFile(join(packageFolder, name), "utf8")),
  );
  // In prose a name in code is followed by no command.
  const code = texts.flatMap((text) => blocksOf(text).map((block) => block.text)).join("\n");
  expect(await usedOptions(code)).toEqual([]);
  expect(await usedOptions("vault-jwt-conformance matrix quick --shards 3")).toEqual(["matrix has no --shards"]);
});

test("the script and the pipeline's scripts are without a finding of shellcheck", async () => {
  const pipeline = z.record(z.string(), z.unknown()).parse(parse(blockWith(/^# gitlab/).text));
  const scripts = Object.values(pipeline).flatMap((value) => {
    const read = gitlabJob.safeParse(value);
    return read.success ? [[...read.data.before_script, ...read.data.script]] : [];
  });
  const texts = scripts.filter((script) => script.length > 0).map((script) => `#!/bin/bash\n${script.join("\n")}\n`);
  const action = await readAction(join(packageFolder, "action.yml"));
  const steps = action.runs.steps.flatMap(({ run }) =>
    run === undefined ? [] : [`#!/bin/bash\nset -eo pipefail\n${run}`],
  );

  expect(texts.length).toBe(4);
  expect(steps.length).toBe(6);
  expect(await findings([...texts, ...steps, blockWith(/^#!.*bash/).text])).toBe("");
});

test("only the pipeline's job that runs no module saves the cache", () => {
  const { default: all, ...jobs } = z
    .looseObject({ default: caching })
    .catchall(z.unknown())
    .parse(parse(blockWith(/^# gitlab/).text));
  const own = Object.entries(jobs).flatMap(([name, job]) => {
    const policy = caching.safeParse(job).data?.cache?.policy;
    return policy === undefined ? [] : [`${name}: ${policy}`];
  });

  expect(all.cache?.policy).toBe("pull");
  expect(own).toEqual(["fetch: pull-push"]);
  const { fetch } = z.looseObject({ fetch: gitlabJob }).parse(parse(blockWith(/^# gitlab/).text));
  expect(fetch.script.filter((line) => !line.includes("--fetch-only"))).toEqual([]);
});

test("the pipeline's shards are those that GitLab counts", () => {
  const { text } = blockWith(/^# gitlab/);
  const { run } = z.looseObject({ run: gitlabJob }).parse(parse(text));
  expect(run.parallel).toBeGreaterThan(1);
  expect(run.script.join("\n")).toContain('--shard "$CI_NODE_INDEX/$CI_NODE_TOTAL"');
});

function blocksOf(text: string): readonly Block[] {
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = "", inner = ""]) => ({
    language,
    text: inner,
  }));
}

function blockWith(start: RegExp): Block {
  const found = blocks.find(({ text }) => start.test(text));
  if (found === undefined) throw new Error(`docs/ci.md has no block with ${start.source}`);
  return found;
}

interface Call {
  readonly with: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

function callOf(uses: RegExp): Call {
  const given = z.record(z.string(), z.unknown()).default({});
  const call = z.looseObject({ uses: z.string().optional(), with: given, secrets: given });
  const { jobs } = z
    .looseObject({ jobs: z.record(z.string(), call.extend({ steps: z.array(call).default([]) })) })
    .parse(parse(blockWith(uses).text));
  const found = Object.values(jobs)
    .flatMap((job) => [job, ...job.steps])
    .find((one) => uses.test(`uses: ${one.uses}`));
  if (found === undefined) throw new Error(`nothing there uses ${uses.source}`);
  return found;
}

async function findings(scripts: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "scripts-"));
  onTestFinished(async () => await rm(folder, { recursive: true }));
  const files = scripts.map((_, at) => join(folder, `${at}.sh`));
  await Promise.all(files.map((file, at) => writeFile(file, scripts[at] ?? "")));
  const { all } = await execa("shellcheck", ["--shell=bash", ...files], { reject: false, all: true });
  return all;
}
