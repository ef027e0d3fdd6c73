import { expect, type Workspace } from "../../harness/engine/index.ts";
import type { AuditedRequest } from "../../harness/vault/index.ts";

const proof = "/tmp/was-run";
const run = `touch ${proof}`;

/** What a shell, a URL, JSON or Terraform could take for more than text. */
const odditiesOf = (role: string) => ({
  "a substitution": `a$(${run})b`,
  backticks: `a\`${run}\`b`,
  "single quotes": `a'; ${run}; 'b`,
  "double quotes": `a"; ${run}; "b`,
  "a second line": `a\n${run}\nb`,
  separators: `a ; ${run} & b | c > d`,
  "a template": "a${path.module}%{if true}b",
  "percent signs, slashes and dots": "a%2Fb/../c%0d%0a?x=1#y",
  unicode: "ä\u202e字🔑",
  "a leading dash": "-h",
  "a further field of JSON": `a","role":"${role}`,
  "4 KiB": `a${"x".repeat(4096)}`,
});
/** An input whose value must stay data, and where Vault receives it. */
interface Subjected {
  readonly input: string;
  readonly received?: (login: AuditedRequest) => unknown;
  /** What stands before the oddity: a good value of its kind, where it is no value without. */
  readonly begins?: "jwt" | "address";
}

const subjected: readonly Subjected[] = [
  { input: "vault_jwt_role", received: ({ data }) => data.role },
  { input: "vault_jwt_auth_path", received: ({ path }) => path.slice("auth/".length, -"/login".length) },
  { input: "vault_jwt_token", received: ({ data }) => data.jwt, begins: "jwt" },
  { input: "vault_namespace", received: ({ namespace }) => namespace.slice(0, -1) },
  { input: "vault_addr", begins: "address" },
  { input: "vault_cli_version" },
];

/** A value that must stay data, and its input. */
export interface OddValue extends Subjected {
  readonly value: string;
}

/** For each oddity, every input that the module declares with that oddity in it. */
export function oddInputs(
  declared: readonly string[],
  good: Record<"jwt" | "address" | "role", string>,
): readonly (readonly OddValue[])[] {
  const inputs = subjected.filter(({ input }) => declared.includes(input));
  return Object.values(odditiesOf(good.role)).map((oddity) =>
    inputs.map((one) => ({ ...one, value: (one.begins === undefined ? "" : good[one.begins]) + oddity })),
  );
}

/** Nothing of the value was run, and Vault received exactly it, if anything. */
export async function expectData(
  workspace: Workspace,
  { input, value, received }: OddValue,
  logins: readonly AuditedRequest[],
): Promise<void> {
  const what = `${input} = ${JSON.stringify(value.slice(-60))}`;
  if (workspace.build.outcome === "refused") return;
  await workspace.shell("true");
  const wasRun = (await workspace.machine.readFile(proof)) !== undefined;
  expect(wasRun ? "it ran" : "it did not run", `the command in ${what}`).toBe("it did not run");
  if (received !== undefined)
    for (const login of logins) expect(received(login), `what Vault received of ${what}`).toBe(value);
}
