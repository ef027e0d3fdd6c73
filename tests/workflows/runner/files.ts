import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";

type Texts = Readonly<Record<string, string>>;

/** One step of a job, or of a composite action. */
export interface Step {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly if?: string | undefined;
  readonly uses?: string | undefined;
  readonly with: Texts;
  readonly run?: string | undefined;
  readonly shell?: "bash" | undefined;
  readonly env: Texts;
  readonly "working-directory"?: string | undefined;
  readonly "continue-on-error": boolean;
}

export interface Job {
  readonly needs: readonly string[];
  readonly if?: string | undefined;
  readonly permissions: Texts;
  readonly outputs: Texts;
  readonly strategy?: { readonly matrix: Readonly<Record<string, string | readonly string[]>> } | undefined;
  readonly steps: readonly Step[];
}

type Inputs = Readonly<Record<string, { readonly default?: string | undefined }>>;

export interface Workflow {
  readonly on: Readonly<
    Partial<Record<"workflow_dispatch" | "workflow_call", { readonly inputs: Inputs } | undefined>>
  >;
  readonly permissions: Texts;
  readonly defaults: { readonly run: { readonly shell: "bash" } };
  readonly env: Texts;
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface Action {
  readonly inputs: Inputs;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

const environment = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String));
const inputs = z.record(
  z.string(),
  z.strictObject({
    description: z.string(),
    type: z.literal("string").optional(),
    default: z.string().optional(),
    required: z.boolean().optional(),
  }),
);

const step = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: environment.default({}),
  run: z.string().optional(),
  shell: z.literal("bash").optional(),
  env: environment.default({}),
  "working-directory": z.string().optional(),
  "continue-on-error": z.boolean().default(false),
});

const permissions = z.record(z.string(), z.enum(["read", "write"]));

const job = z.strictObject({
  name: z.string().optional(),
  needs: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((needs) => [needs].flat()),
  if: z.string().optional(),
  "runs-on": z.string(),
  "timeout-minutes": z.number(),
  permissions,
  outputs: z.record(z.string(), z.string()).default({}),
  strategy: z
    .strictObject({
      "fail-fast": z.literal(false),
      matrix: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    })
    .optional(),
  steps: z.array(step),
});

const workflow = z.strictObject({
  name: z.string(),
  on: z.strictObject({
    push: z.unknown().optional(),
    pull_request: z.unknown().optional(),
    schedule: z.unknown().optional(),
    workflow_dispatch: z.strictObject({ inputs }).optional(),
    workflow_call: z
      .strictObject({
        inputs,
        secrets: z.record(z.string(), z.strictObject({ description: z.string(), required: z.boolean() })),
        outputs: z.record(z.string(), z.strictObject({ description: z.string(), value: z.string() })),
      })
      .optional(),
  }),
  permissions,
  defaults: z.strictObject({ run: z.strictObject({ shell: z.literal("bash") }) }),
  concurrency: z.strictObject({ group: z.string(), "cancel-in-progress": z.union([z.boolean(), z.string()]) }),
  env: environment.default({}),
  jobs: z.record(z.string(), job),
});

const action = z.strictObject({
  name: z.string(),
  description: z.string(),
  author: z.string(),
  branding: z.unknown(),
  inputs,
  outputs: z.record(z.string(), z.strictObject({ description: z.string(), value: z.string() })),
  runs: z.strictObject({ using: z.literal("composite"), steps: z.array(step) }),
});

/** Reads a workflow; what it has that is not known here is refused, so that nothing is played as if it were not there. */
export async function readWorkflow(file: string): Promise<Workflow> {
  return workflow.parse(parse(await readFile(file, "utf8")));
}

/** Reads a composite action, as strictly. */
export async function readAction(file: string): Promise<Action> {
  return action.parse(parse(await readFile(file, "utf8")));
}
