import { Option } from "commander";
import { HarnessError } from "../../harness/errors/index.ts";
import type { RuntimeKind } from "../../harness/model/index.ts";
import { dockerAnswers, requireProcessRuntime } from "../../harness/runtime/index.ts";

/** Which runtimes a command of this repository is to use. */
export type RuntimeChoice = RuntimeKind | "both";

export function runtimeOption(): Option {
  return new Option("--runtime <kind>", "the runtime (default: both, if a Docker daemon answers)").choices([
    "process",
    "docker",
    "both",
  ]);
}

/** The runtimes that are meant; says so where one is left out for want of a daemon. */
export async function runtimesOf(choice: RuntimeChoice | undefined): Promise<readonly RuntimeKind[]> {
  if (choice === "both") return ["process", "docker"];
  if (choice !== undefined) return [choice];
  const answer = await dockerAnswers();
  if ("version" in answer) return ["process", "docker"];
  process.stderr.write(`only the process runtime: ${answer.problem}\n`);
  return ["process"];
}

/** Processes, which start faster, where this machine can isolate them; else containers. */
export async function quickestRuntime(): Promise<RuntimeKind> {
  try {
    await requireProcessRuntime();
    return "process";
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    process.stderr.write(`runtime: docker. ${error.message}\n`);
    return "docker";
  }
}
