import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";

type Texts = Readonly<Record<string, string>>;

/** One step of a job, or of a composite action. */
export interface Step {
  readonly id?: string | undefined;
  readonly uses?: string | undefined;
  readonly with: Texts;
  readonly run?: string | undefined;
  readonly shell?: string | undefined;
}

interface Call {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

/** What the tests look at in a workflow. */
export interface Workflow {
  readonly on: { readonly workflow_dispatch?: Call | undefined; readonly workflow_call?: Call | undefined };
  readonly permissions: Texts;
  readonly jobs: Readonly<Record<string, { readonly permissions: Texts; readonly steps: readonly Step[] }>>;
}

/** What the tests look at in a composite action. */
export interface Action {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly steps: readonly Step[] };
}

const texts = z.record(z.string(), z.coerce.string());
const declared = z.record(z.string(), z.unknown()).default({});
const steps = z.array(
  z.looseObject({
    id: z.string().optional(),
    uses: z.string().optional(),
    with: texts.default({}),
    run: z.string().optional(),
    shell: z.string().optional(),
  }),
);
const call = z.object({ inputs: declared, secrets: declared }).optional();
const workflow = z.object({
  on: z.object({ workflow_dispatch: call, workflow_call: call }),
  permissions: texts,
  jobs: z.record(z.string(), z.looseObject({ permissions: texts, steps })),
});
const action = z.object({ inputs: declared, runs: z.object({ steps }) });

/** Reads a workflow. actionlint checks that nothing in it is unknown. */
export async function readWorkflow(file: string): Promise<Workflow> {
  return workflow.parse(parse(await readFile(file, "utf8")));
}

/** Reads a composite action. */
export async function readAction(file: string): Promise<Action> {
  return action.parse(parse(await readFile(file, "utf8")));
}
