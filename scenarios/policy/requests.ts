import type { VaultStage, Workspace } from "../../harness/engine/index.ts";
import type { JsonObject } from "../../harness/vault/index.ts";
import { tokenIn } from "../token.ts";

/** A request to Vault's API. */
export interface Request {
  readonly method: "GET" | "LIST" | "POST" | "DELETE";
  readonly path: string;
  readonly body?: JsonObject;
}

/** A request with Vault's answer to it. */
export interface Answered {
  /** Such as `GET kv/data/plans`. */
  readonly what: string;
  readonly status: number;
}

/** Makes the requests one after the other, with the token that a new terminal has. */
export async function answersTo(
  workspace: Workspace,
  vault: VaultStage,
  requests: readonly Request[],
): Promise<readonly Answered[]> {
  const token = await tokenIn(workspace);
  const answers: Answered[] = [];
  for (const { method, path, body } of requests) {
    const { status } = await vault.api.ask(method, path, body, { token });
    answers.push({ what: `${method} ${path}`, status });
  }
  return answers;
}
