import type { RuntimeKind } from "../../model/index.ts";
import { dockerAnswers } from "../../runtime/index.ts";

/** What `auto` means here: docker where a daemon answers, else processes; says which. */
export async function chooseRuntime(say: (message: string) => void): Promise<RuntimeKind> {
  const answer = await dockerAnswers();
  const isUsable = "version" in answer;
  say(isUsable ? `runtime: docker, ${answer.name} ${answer.version} answers` : `runtime: process. ${answer.problem}`);
  return isUsable ? "docker" : "process";
}
