import { appendFile, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { packageFolder } from "../../../harness/package/index.ts";
import { asText, evaluate, evaluateExpression, isTrue, type Scope, type Value } from "./expressions.ts";
import { type Job, readAction, type Step, type Workflow } from "./files.ts";
import { type Ground, type Place, repositoryNames, standIns } from "./ground.ts";

/** What a job, a step or a workflow ended with. */
export type Result = "success" | "failure" | "skipped";

/** One step that was played. */
export interface PlayedStep {
  readonly name: string;
  readonly outcome: Result;
  /** What it printed. */
  readonly log: string;
}

/** One job that was played, with one combination of its matrix. */
export interface PlayedJob {
  readonly id: string;
  readonly result: Result;
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly PlayedStep[];
  /** What its page shows. */
  readonly summary: string;
}

/** What a workflow is started with. */
export interface Start {
  readonly ground: Ground;
  readonly event: "workflow_dispatch" | "workflow_call" | "pull_request";
  readonly inputs?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** The repository that it runs in. */
  readonly repository?: string;
  /** Only these jobs; of a matrix, only these combinations. */
  readonly only?: (job: string, matrix: Readonly<Record<string, string>>) => boolean;
  /** Jobs that are taken to have been played already. */
  readonly before?: readonly PlayedJob[];
  /** For every process, beside what the runner gives. */
  readonly environment?: Readonly<Record<string, string>>;
}

type Texts = Readonly<Record<string, string>>;

interface Frame {
  readonly start: Start;
  readonly place: Place;
  readonly contexts: Readonly<Record<string, Value>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly shell: "bash" | undefined;
  readonly files: { readonly environment: string; readonly path: string; readonly summary: string };
}

interface Sequence {
  readonly steps: readonly PlayedStep[];
  readonly outputs: Readonly<Record<string, Value>>;
  readonly result: Result;
}

/** Plays a workflow's jobs in the order in which they need each other: their scripts for real, the actions of others by their stand-ins. */
export async function playWorkflow(workflow: Workflow, start: Start): Promise<readonly PlayedJob[]> {
  const played: PlayedJob[] = [];
  for (const id of order(workflow)) {
    const job = workflow.jobs[id];
    if (job === undefined) throw new Error(`there is no job ${id}`);
    const needs = needsOf(job, [...(start.before ?? []), ...played]);
    const contexts = contextsOf(start, needs, withDefaults(workflow, start));
    if (start.only?.(id, {}) === false) continue;
    if (!goesOn(job, contexts, needs)) {
      played.push({ id, result: "skipped", outputs: {}, steps: [], summary: "" });
      continue;
    }
    const all = combinations(job, { contexts, functions: functionsOf("success") });
    for (const matrix of all.filter((one) => start.only?.(id, one) ?? true))
      played.push(await playJob({ id, job, workflow }, start, { ...contexts, matrix }));
  }
  return played;
}

function order({ jobs }: Workflow): readonly string[] {
  const sorted: string[] = [];
  const place = (id: string): void => {
    if (sorted.includes(id)) return;
    for (const needed of jobs[id]?.needs ?? []) place(needed);
    sorted.push(id);
  };
  for (const id of Object.keys(jobs)) place(id);
  return sorted;
}

function needsOf(job: Job, played: readonly PlayedJob[]): Readonly<Record<string, { result: Result; outputs: Texts }>> {
  return Object.fromEntries(
    job.needs.map((id) => {
      const all = played.filter((one) => one.id === id);
      const worst = (["failure", "skipped"] as const).find((result) => all.some((one) => one.result === result));
      return [id, { result: worst ?? "success", outputs: Object.assign({}, ...all.map(({ outputs }) => outputs)) }];
    }),
  );
}

function goesOn(
  job: Job,
  contexts: Readonly<Record<string, Value>>,
  needs: Readonly<Record<string, { readonly result: Result }>>,
): boolean {
  const results = Object.values(needs).map(({ result }) => result);
  const state = results.includes("failure") ? "failure" : results.includes("skipped") ? "skipped" : "success";
  return holds(job.if, contexts, state);
}

/** A condition that names none of these functions is one of success as well. */
function holds(condition: string | undefined, contexts: Readonly<Record<string, Value>>, state: Result): boolean {
  const inner = (condition ?? "success()").replace(/^\s*\$\{\{(.*)\}\}\s*$/s, "$1");
  if (!/\b(success|failure|always|cancelled)\(\)/.test(inner) && state !== "success") return false;
  return isTrue(evaluateExpression(inner, { contexts, functions: functionsOf(state) }));
}

function functionsOf(state: Result): Scope["functions"] {
  return {
    success: () => state === "success",
    failure: () => state === "failure",
    always: () => true,
    cancelled: () => false,
    fromJSON: (text = null) => JSON.parse(asText(text)),
  };
}

function withDefaults({ on }: Workflow, { event, inputs = {} }: Start): Texts {
  const declared = (event === "pull_request" ? undefined : on[event]?.inputs) ?? {};
  const unknown = Object.keys(inputs).filter((name) => !(name in declared));
  if (unknown.length > 0) throw new Error(`these are no inputs of ${event}: ${unknown.join(", ")}`);
  const defaults = Object.entries(declared).map(([name, { default: value = "" }]) => [name, value]);
  return { ...Object.fromEntries(defaults), ...inputs };
}

function contextsOf(start: Start, needs: Value, inputs: Texts): Readonly<Record<string, Value>> {
  const repository = start.repository ?? repositoryNames.harness;
  return {
    github: {
      event_name: start.event,
      ref: "refs/heads/main",
      repository,
      run_id: "1",
      server_url: "https://github.example",
      token: "a-token",
    },
    job: { workflow_repository: repositoryNames.harness, workflow_sha: "main" },
    secrets: start.secrets ?? {},
    inputs,
    needs,
  };
}

function combinations({ strategy }: Job, scope: Scope): readonly Texts[] {
  let all: readonly Texts[] = [{}];
  for (const [name, given] of Object.entries(strategy?.matrix ?? {})) {
    const values = typeof given === "string" ? evaluate(given, scope) : given;
    if (!Array.isArray(values)) throw new TypeError(`the matrix's ${name} is no list`);
    all = all.flatMap((one) => values.map((value: Value) => ({ ...one, [name]: asText(value) })));
  }
  return all;
}

async function playJob(
  { id, job, workflow }: { readonly id: string; readonly job: Job; readonly workflow: Workflow },
  start: Start,
  given: Readonly<Record<string, Value>>,
): Promise<PlayedJob> {
  const folder = await mkdtemp(join(start.ground.folder, `${id}-`));
  const place = { workspace: join(folder, "workspace"), temporary: join(folder, "temp") };
  await Promise.all([mkdir(place.workspace), mkdir(place.temporary)]);
  const files = { environment: join(folder, "env"), path: join(folder, "path"), summary: join(folder, "summary.md") };
  await Promise.all(Object.values(files).map((file) => writeFile(file, "")));
  const runner = { os: "Linux", arch: "X64", environment: "github-hosted", temp: place.temporary };
  const contexts = { ...given, runner };
  const scope = { contexts, functions: functionsOf("success") };
  const environment = texts(workflow.env, scope);
  const frame: Frame = { start, place, contexts, environment, shell: workflow.defaults.run.shell, files };
  const { steps, outputs, result } = await playSteps(job.steps, frame);
  const ended = { contexts: { ...contexts, steps: outputs }, functions: functionsOf(result) };
  return { id, result, steps, outputs: texts(job.outputs, ended), summary: await readFile(files.summary, "utf8") };
}

async function playSteps(steps: readonly Step[], frame: Frame): Promise<Sequence> {
  const played: PlayedStep[] = [];
  const outputs: Record<string, Value> = {};
  let result: Result = "success";
  for (const [at, step] of steps.entries()) {
    const contexts = { ...frame.contexts, env: frame.environment, steps: outputs };
    const name = step.name ?? step.uses ?? `step ${at + 1}`;
    if (!holds(step.if, contexts, result)) {
      played.push({ name, outcome: "skipped", log: "" });
      continue;
    }
    const ended = await playStep(step, { ...frame, contexts });
    played.push({ name, outcome: ended.outcome, log: ended.log }, ...ended.inner);
    if (step.id !== undefined) outputs[step.id] = { outputs: ended.outputs, outcome: ended.outcome };
    if (ended.outcome === "failure" && !step["continue-on-error"]) result = "failure";
  }
  return { steps: played, outputs, result };
}

interface Ended {
  readonly outcome: Result;
  readonly log: string;
  readonly outputs: Texts;
  readonly inner: readonly PlayedStep[];
}

async function playStep(step: Step, frame: Frame): Promise<Ended> {
  const scope = { contexts: frame.contexts, functions: functionsOf("success") };
  if (step.run !== undefined) return await playScript(step.run, step, { frame, scope });
  const given = texts(step.with, scope);
  const uses = step.uses ?? "";
  return uses.startsWith("./") ? await playAction(uses, given, frame) : await playStandIn(uses, given, frame);
}

async function playScript(
  script: string,
  step: Step,
  { frame, scope }: { readonly frame: Frame; readonly scope: Scope },
): Promise<Ended> {
  const { place, start, files } = frame;
  const folder = await mkdtemp(join(place.temporary, "step-"));
  const [file, output] = [join(folder, "script.sh"), join(folder, "output")];
  await Promise.all([writeFile(file, script), writeFile(output, "")]);
  const strict = ["--noprofile", "--norc", "-eo", "pipefail"];
  const shell = step.shell ?? frame.shell;
  const { exitCode, all } = await execa("bash", [...(shell === "bash" ? strict : ["-e"]), file], {
    cwd: join(place.workspace, asText(evaluate(step["working-directory"] ?? ".", scope))),
    env: {
      ...runnerEnvironment(frame),
      ...frame.environment,
      ...assignments(await readFile(files.environment, "utf8")),
      ...texts(step.env, scope),
      GITHUB_OUTPUT: output,
      ...start.environment,
    },
    reject: false,
    all: true,
    stdin: "ignore",
  });
  const outputs = assignments(await readFile(output, "utf8"));
  return { outcome: exitCode === 0 ? "success" : "failure", log: all, outputs, inner: [] };
}

function runnerEnvironment({ place, start, files, contexts }: Frame): Texts {
  return {
    PATH: [join(import.meta.dirname, "stand-ins"), process.env.PATH].join(delimiter),
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: place.workspace,
    GITHUB_ENV: files.environment,
    GITHUB_PATH: files.path,
    GITHUB_STEP_SUMMARY: files.summary,
    GITHUB_REPOSITORY: asText(evaluate("${{ github.repository }}", { contexts, functions: {} })),
    RUNNER_TEMP: place.temporary,
    STAND_IN_PACKAGES: join(packageFolder, "node_modules"),
    STAND_IN_RECORD: start.ground.record,
  };
}

async function playAction(uses: string, given: Texts, frame: Frame): Promise<Ended> {
  const folder = join(frame.place.workspace, uses);
  const action = await readAction(join(folder, "action.yml"));
  const unknown = Object.keys(given).filter((name) => !(name in action.inputs));
  if (unknown.length > 0) throw new Error(`these are no inputs of ${uses}: ${unknown.join(", ")}`);
  const defaults = Object.entries(action.inputs).map(([name, { default: value = "" }]) => [name, value]);
  const { github = {}, ...others } = frame.contexts;
  const contexts = {
    runner: others.runner ?? {},
    job: others.job ?? {},
    inputs: { ...Object.fromEntries(defaults), ...given },
    github: { ...(github as Readonly<Record<string, Value>>), action_path: folder },
  };
  const { steps, outputs, result } = await playSteps(action.runs.steps, { ...frame, contexts, shell: undefined });
  const values = Object.entries(action.outputs).map(([name, { value }]) => [name, value] as const);
  const scope = { contexts: { ...contexts, steps: outputs }, functions: functionsOf(result) };
  return { outcome: result, log: "", outputs: texts(Object.fromEntries(values), scope), inner: steps };
}

async function playStandIn(uses: string, given: Texts, { start, place, contexts }: Frame): Promise<Ended> {
  const name = uses.split("@")[0] ?? "";
  const standIn = standIns[name];
  if (standIn === undefined) throw new Error(`nothing stands in for ${uses}`);
  await appendFile(join(start.ground.record, "uses"), `${name}\n`);
  const repository = asText(evaluate("${{ github.repository }}", { contexts, functions: {} }));
  try {
    const outputs = await standIn({ ground: start.ground, place, given: { repository, ...given } });
    return { outcome: "success", log: "", outputs, inner: [] };
  } catch (error) {
    return { outcome: "failure", log: String(error), outputs: {}, inner: [] };
  }
}

function texts(values: Texts, scope: Scope): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, text]) => [name, asText(evaluate(text, scope))]));
}

/** Reads what a script wrote into `GITHUB_OUTPUT` or `GITHUB_ENV`: `NAME=VALUE` lines. */
function assignments(text: string): Record<string, string> {
  const lines = text.split("\n").filter((line) => line !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
      if (name === undefined || value === undefined) throw new Error(`${line} is no NAME=VALUE`);
      return [name, value];
    }),
  );
}
