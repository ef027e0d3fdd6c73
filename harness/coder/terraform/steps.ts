import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { HarnessFault } from "../../errors/index.ts";
import { readOf } from "../../runtime/confinement/index.ts";
import { limits } from "../../waiting/index.ts";
import { readShown, readStateFile, type State } from "../state.ts";
import type { Build, Transition } from "../types.ts";
import {
  diagnosticsIn,
  hasBegunToApply,
  plannedChangesIn,
  refusedInputsIn,
  type TerraformAnswer,
  type TerraformTool,
  terraform,
} from "./terraform.ts";

/** What Terraform is to change, with which variables. */
interface Change {
  readonly transition: Transition;
  readonly targets: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** What is set for the plan alone (rule 3.5). */
  readonly forPlan: Readonly<Record<string, string>>;
}

interface Changed {
  readonly output: string;
  /** The addresses that the plan was to change. */
  readonly changes: readonly string[];
  readonly state: State;
}

type Refused = Extract<Build, { outcome: "refused" }>;

/** Carries a change out by one process. The plan that is applied is the one that was made just before, in it. */
export async function applyAtOnce(tool: TerraformTool, folder: string, change: Change): Promise<Changed | Refused> {
  const { environment } = change;
  const args = ["apply", ...common, "-auto-approve", "-refresh=true", ...aimed(change)];
  const apply = await terraform(tool, folder, args, { environment, limit: limits.terraform });
  const { output, stdout } = apply;
  if (apply.exitCode !== 0) return refused(hasBegunToApply(stdout) ? "apply" : "plan", apply, output);
  const text = await readOf(join(folder, "terraform.tfstate")).catch(() => "");
  const state = readStateFile(text) ?? (await shownState(tool, folder, output));
  return "outcome" in state ? state : { output, changes: plannedChangesIn(stdout), state };
}

/** Carries a change out by the commands that Coder's provisioner runs (rules 3.6, 3.7). */
export async function planAndApply(tool: TerraformTool, folder: string, change: Change): Promise<Changed | Refused> {
  const { environment, forPlan } = change;
  const plan = await terraform(
    tool,
    folder,
    ["plan", ...common, "-refresh=true", `-out=${planFile(folder)}`, ...aimed(change)],
    { environment: { ...environment, ...forPlan }, limit: limits.terraform },
  );
  if (plan.exitCode !== 0) return refused("plan", plan, plan.output);
  const apply = await terraform(
    tool,
    folder,
    ["apply", "-no-color", "-auto-approve", "-input=false", "-json", planFile(folder)],
    { environment, limit: limits.terraform },
  );
  const output = plan.output + apply.output;
  if (apply.exitCode !== 0) return refused("apply", apply, output);
  const state = await shownState(tool, folder, output);
  return "outcome" in state ? state : { output, changes: plannedChangesIn(plan.stdout), state };
}

const common = ["-no-color", "-input=false", "-json"];

/** Where a plan is kept that is a step of its own. */
export const planFile = (folder: string): string => join(folder, "terraform.tfplan");

function aimed({ transition, targets }: Change): readonly string[] {
  return [...targets.map((address) => `-target=${address}`), ...(transition === "destroy" ? ["-destroy"] : [])];
}

async function shownState(tool: TerraformTool, folder: string, output: string): Promise<State | Refused> {
  const pipe = await pipeIn(folder);
  if (pipe !== undefined) {
    const diagnostics = `The build left ${pipe}, which is not a file, where Terraform reads its files.`;
    return { outcome: "refused", during: "apply", output, refusedInputs: [], diagnostics };
  }
  const show = await terraform(tool, folder, ["show", "-json"], { limit: limits.terraform });
  if (show.excess !== undefined) return refused("apply", show, output);
  if (show.exitCode === 0) return readShown(show.stdout);
  const problem = `terraform show failed: ${show.output}.`;
  throw new HarnessFault("coder.show", problem, "Report this as a defect of the harness.");
}

/** What is neither a file nor a folder nor a link: whoever opens it waits for somebody else. */
async function pipeIn(folder: string): Promise<string | undefined> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.find((entry) => !entry.isFile() && !entry.isDirectory() && !entry.isSymbolicLink())?.name;
}

function refused(during: Refused["during"], answer: TerraformAnswer, output: string): Refused {
  return {
    outcome: "refused",
    during,
    output,
    refusedInputs: refusedInputsIn(answer.stdout),
    diagnostics: [answer.excess ?? [], diagnosticsIn(answer.stdout) || answer.output].flat().join("\n"),
  };
}
