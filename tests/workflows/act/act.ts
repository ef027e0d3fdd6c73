import { readdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { packageFolder } from "../../../harness/package/index.ts";
import { readWorkflow } from "../files.ts";
import { type Job, readLog } from "./log.ts";

/** What a workflow is started with. */
export interface Start {
  readonly event: "workflow_dispatch" | "workflow_call";
  /** The repository that it runs in: by default the harness's. */
  readonly repository?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** The only combinations of a matrix that run, as `NAME:VALUE`. */
  readonly matrix?: string;
  /** Only the jobs from one to another run, with the artifacts that are there, as when GitHub runs failed jobs again. */
  readonly again?: { readonly from: string; readonly to: string };
  /** An issue that is open. */
  readonly issue?: string;
}

/** The repository that holds the harness, and that of a module. */
export const repositoryNames = { harness: "example/vault-jwt-conformance", module: "example/modules" } as const;

interface Unknown {
  readonly name: string;
  readonly variable: string;
  readonly value: string;
}

/** What GitHub knows and act does not. The files that act reads name a variable instead. */
export const unknownToAct: readonly Unknown[] = [
  { name: "job.workflow_repository", variable: "JOB_WORKFLOW_REPOSITORY", value: repositoryNames.harness },
  { name: "job.workflow_sha", variable: "JOB_WORKFLOW_SHA", value: "main" },
  { name: "runner.environment", variable: "RUNNER_ENVIRONMENT", value: "github-hosted" },
];

const workflows = join(packageFolder, ".github/workflows");
const standIns = join(packageFolder, "tests/workflows/stand-ins");

/**
 * Runs a workflow with act: its scripts for real and on this machine, the actions of others by their stand-ins, everything below the folder.
 * act also differs from GitHub in that the jobs of a matrix share a result, the outputs of a skipped job are their
 * expressions, and each step has a terminal.
 */
export async function runWorkflow(folder: string, name: string, start: Start): Promise<readonly Job[]> {
  await refuseUnknown(name, start);
  const { event, repository = repositoryNames.harness, matrix, again } = start;
  const { exitCode, stdout, stderr } = await execa(
    join(packageFolder, ".ci/act"),
    [
      event,
      ...["--workflows", await workflowFile(folder, name, again)],
      ...["--directory", join(folder, "repositories", repository)],
      ...(matrix === undefined ? [] : ["--matrix", matrix]),
      ...(again === undefined ? [] : ["--job", again.to]),
      ...values(start),
      ...(await localRepositories()),
      ...["--platform", "ubuntu-24.04=-self-hosted", "--no-skip-checkout", "--pull=false", "--no-cache-server"],
      ...["--action-cache-path", join(folder, "act"), "--concurrent-jobs", "1", "--json", "--verbose"],
    ],
    { cwd: folder, env: await environment(folder, start), reject: false, stdin: "ignore" },
  );
  const jobs = readLog(stdout);
  if (exitCode === 0 || jobs.some(({ result }) => result === "failure")) return jobs;
  throw new Error(`act ended with ${exitCode}, though no job failed:\n${stderr}`);
}

/** act silently drops inputs and secrets that a workflow does not declare. */
async function refuseUnknown(name: string, { event, inputs = {}, secrets = {} }: Start): Promise<void> {
  const { on } = await readWorkflow(join(workflows, name));
  const declared = { ...on[event]?.inputs, ...on[event]?.secrets };
  const unknown = Object.keys({ ...inputs, ...secrets }).filter((one) => !(one in declared));
  if (unknown.length > 0) throw new Error(`${name} does not declare ${unknown.join(", ")}.`);
}

/** act also runs the jobs that a job needs. The copy of the workflow drops that need, so that the job runs alone. */
async function workflowFile(folder: string, name: string, again: Start["again"]): Promise<string> {
  const file = join(folder, "repositories", repositoryNames.harness, ".github/workflows", name);
  if (again === undefined) return file;
  const text = await readFile(file, "utf8");
  const shortened = join(folder, name);
  await writeFile(shortened, text.replace(new RegExp(`(\n  ${again.from}:)\n    needs: .*`), "$1"));
  return shortened;
}

function values({ repository = repositoryNames.harness, inputs = {}, secrets = {} }: Start): readonly string[] {
  const assigned = (option: string, given: Readonly<Record<string, string>>) =>
    Object.entries(given).flatMap(([name, value]) => [option, `${name}=${value}`]);
  return [
    ...assigned("--input", inputs),
    ...assigned("--secret", { GITHUB_TOKEN: "a-token", ...secrets }),
    ...assigned("--env", { GITHUB_REPOSITORY: repository, GITHUB_REF: "refs/heads/main" }),
    ...assigned("--env", { GITHUB_SERVER_URL: "https://github.example" }),
    ...assigned("--env", Object.fromEntries(unknownToAct.map(({ variable, value }) => [variable, value]))),
  ];
}

/** Every action that is pinned has a stand-in's folder. act would look for another one on a server that does not exist. */
async function localRepositories(): Promise<readonly string[]> {
  const files = [...(await readdir(workflows)).map((name) => join(workflows, name)), join(packageFolder, "action.yml")];
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  const used = texts.flatMap((text) => [...text.matchAll(/uses: ([\w-]+\/[\w-]+)[\w/-]*(@[0-9a-f]{40})/g)]);
  const all = used.map(([, name = "", commit = ""]) => `${name}${commit}=${join(standIns, name)}`);
  return [...new Set(all)].flatMap((one) => ["--local-repository", one]);
}

/** Hides the user's home, except for the caches of Go, which hold act. */
async function environment(folder: string, { issue = "" }: Start): Promise<NodeJS.ProcessEnv> {
  const { stdout } = await execa("go", ["env", "-json", "GOPATH", "GOMODCACHE", "GOCACHE", "GOENV"]);
  const elsewhere = Object.keys(process.env).filter((name) => /^(XDG_|VAULT_JWT_CONFORMANCE_)/.test(name));
  return {
    ...Object.fromEntries(elsewhere.map((name) => [name, undefined])),
    ...JSON.parse(stdout),
    HOME: join(folder, "home"),
    TMPDIR: join(folder, "tmp"),
    PATH: [join(standIns, "programs"), process.env.PATH].join(delimiter),
    ACT_DISABLE_VERSION_CHECK: "1",
    STAND_IN_FOLDER: folder,
    STAND_IN_PACKAGES: join(packageFolder, "node_modules"),
    STAND_IN_ISSUE: issue,
  };
}
