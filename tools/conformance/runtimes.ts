import { Option } from "commander";
import type { RuntimeKind } from "../../harness/model/index.ts";
import { dockerAnswers } from "../../harness/runtime/index.ts";

/** Which runtimes a command of this repository is to use. */
export type RuntimeChoice = RuntimeKind | "both";

export function runtimeOption(): Option {
  return new Option("--runtime <kind>", "where (default: both where a Docker daemon answers)").choices([
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
