import { createHash } from "node:crypto";
import { parseStrictYaml } from "../input/index.ts";
import { inconsistenciesIn } from "./inconsistencies.ts";
import { policySchema } from "./policy-schema.ts";
import type { CatalogueItem, ReadPolicy } from "./types.ts";

const remedy = "Correct the policy; see docs/gate.md and docs/policy.schema.json.";

/**
 * Reads a policy; `where` is its name for error messages, which have line and column. Besides the shape it checks that
 * the policy makes sense: that it names what exists, does not contradict itself, and leaves something to be shown.
 * @throws WrongInput `policy.not-yaml`, `policy.empty`, `policy.malformed`, `policy.inconsistent`
 */
export function parsePolicy(bytes: Buffer, where: string, catalogue: readonly CatalogueItem[]): ReadPolicy {
  const { content, refusal } = parseStrictYaml(bytes, where, { kind: "policy", schema: policySchema, remedy });
  const mistakes = inconsistenciesIn(content, catalogue);
  if (mistakes.length > 0) throw refusal("inconsistent", "does not make sense", mistakes);
  return { policy: content, where, sha256: createHash("sha256").update(bytes).digest("hex") };
}
