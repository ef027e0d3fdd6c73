import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../harness/package/index.ts";
import { readAction, readWorkflow, type Step } from "./files.ts";

const folder = join(packageFolder, ".github/workflows");
const names = (await readdir(folder)).toSorted();
const workflows = await Promise.all(
  names.map(async (name) => ({ name, workflow: await readWorkflow(join(folder, name)) })),
);
const action = await readAction(join(packageFolder, "action.yml"));
const steps: readonly Step[] = [
  ...workflows.flatMap(({ workflow }) => Object.values(workflow.jobs).flatMap((job) => job.steps)),
  ...action.runs.steps,
];

test("there are a workflow for changes, one for nights and one for modules", () => {
  expect(names).toEqual(["ci.yml", "nightly.yml", "release-gate.yml"]);
});

test("no script has an expression in it", () => {
  expect(steps.filter(({ run }) => run?.includes("${{"))).toEqual([]);
});

test("the action is called with inputs that it has", () => {
  const calls = steps.filter(({ uses }) => uses?.startsWith("./"));
  expect(calls.map(({ uses }) => uses)).toEqual(["./", "./harness"]);
  expect(calls.flatMap((call) => Object.keys(call.with)).filter((name) => !(name in action.inputs))).toEqual([]);
});

// actionlint reads workflows only, and act takes what is unknown as empty.
test("the action's scripts name their shell, and its expressions what there is", async () => {
  expect(action.runs.steps.filter(({ run, shell }) => run !== undefined && shell !== "bash")).toEqual([]);

  const text = await readFile(join(packageFolder, "action.yml"), "utf8");
  const expressions = [...text.matchAll(/\$\{\{(.*?)\}\}|\bif: (.*)/g)].map(
    ([, inner, condition]) => inner ?? condition ?? "",
  );
  const used = new Set(expressions.flatMap((one) => one.replace(/'[^']*'/g, "").match(/[a-z][\w.-]*/g) ?? []));
  const ids = action.runs.steps.flatMap(({ id }) => id ?? []);
  const known = [
    `inputs\\.(${Object.keys(action.inputs).join("|")})`,
    `steps\\.(${ids.join("|")})\\.outputs\\.[a-z-]+`,
    "github\\.(action_path|repository|run_id|server_url)",
    "runner\\.(arch|environment|os)",
  ];
  expect([...used].filter((name) => !new RegExp(`^(${known.join("|")})$`).test(name))).toEqual([]);
});

test("every action is pinned by a full commit, with its version beside it", async () => {
  const texts = await Promise.all(
    [...names.map((name) => join(folder, name)), join(packageFolder, "action.yml")].map((file) =>
      readFile(file, "utf8"),
    ),
  );
  const used = texts.flatMap((text) => [...text.matchAll(/uses: (?!\.\/)(.*)/g)].map(([, word = ""]) => word));
  expect(used.length).toBeGreaterThan(10);
  expect(used.filter((word) => !/^[\w-]+(?:\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(word))).toEqual([]);
  const commits = new Map(used.map((word) => [word.split("@")[0], word]));
  expect(used.filter((word) => commits.get(word.split("@")[0]) !== word)).toEqual([]);
});

test("a workflow has no permission of its own, and each job only those it needs", () => {
  expect(workflows.map(({ workflow }) => workflow.permissions)).toEqual(workflows.map(() => ({})));
  const writing = workflows.flatMap(({ workflow }) =>
    Object.entries(workflow.jobs).flatMap(([id, { permissions }]) =>
      Object.entries(permissions).flatMap(([name, right]) => (right === "write" ? [`${id}: ${name}`] : [])),
    ),
  );
  expect(writing).toEqual(["keep: contents", "tell: issues", "attest: attestations", "attest: id-token"]);
});

test("a secret is given to the step that signs, and to none that runs a module", () => {
  const given = steps.filter((step) => JSON.stringify(step).includes("secrets."));
  expect(given.map(({ id }) => id)).toEqual(["decide"]);
});

test("a job that signs or is given a secret never ran the module, and restores no cache of those that did", () => {
  const signing = workflows.flatMap(({ workflow }) =>
    Object.entries(workflow.jobs).filter(
      ([, job]) => JSON.stringify(job).includes("secrets.") || job.permissions["id-token"] === "write",
    ),
  );

  expect(signing.map(([id]) => id)).toEqual(["gate", "attest"]);
  const used = signing.flatMap(([, job]) => job.steps.map(({ uses = "", run = "" }) => `${uses}${run}`));
  expect(used.filter((text) => /^\.\/|actions\/cache|\bconform\b|\((?:run|matrix)\b/.test(text))).toEqual([]);
});

test("the cache is saved with what vouches for it, before any code of a module runs, and by no other step", () => {
  const sequences = [...workflows.flatMap(({ workflow }) => Object.values(workflow.jobs)), action.runs];
  const caching = sequences.filter(({ steps: all }) => all.some(({ uses }) => uses?.startsWith("actions/cache")));
  expect(caching.length).toBe(2);
  for (const { steps: all } of caching) {
    const kinds = all.map(({ uses, run }) => {
      if (uses?.startsWith("actions/cache")) return uses.replace(/@.*/, "");
      const isRun = /conform -- |vault-jwt-conformance\.cjs/.test(run ?? "") && !/ gate /.test(run ?? "");
      return isRun ? (run?.includes("--fetch-only") ? "fetch" : "run") : "other";
    });
    const order = kinds.filter((kind) => kind !== "other");
    expect(order).toEqual(["actions/cache/restore", "fetch", "actions/cache/save", "run"]);
    const paths = all.flatMap(({ uses, with: { path = "" } }) =>
      uses?.startsWith("actions/cache") ? [path.trim()] : [],
    );
    expect(paths).toEqual(paths.map(() => "~/.cache/vault-jwt-conformance\n~/.local/state/vault-jwt-conformance"));
  }
});

test("a checkout leaves its credentials only where a step needs them, which says so", async () => {
  const keeping = steps.filter(
    (step) => step.uses?.startsWith("actions/checkout@") && step.with["persist-credentials"] !== "false",
  );
  expect(keeping.length).toBe(2);
  const nightly = await readFile(join(folder, "nightly.yml"), "utf8");
  expect([...nightly.matchAll(/# The history .* with it\.\n\s*persist-credentials: true/g)].length).toBe(2);
});
