import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Owner, Prebuild, Transition, WorkspaceIdentity } from "../types.ts";

/** The values of a template's parameters, by name. */
export type Parameters = Readonly<Record<string, string>>;

/** What Coder sets for plan and apply: every name always, possibly empty (rules 3.1–3.4). */
export function provisionerEnvironment(
  workspace: WorkspaceIdentity,
  owner: Owner,
  transition: Transition,
  prebuild?: Prebuild,
): Record<string, string> {
  return {
    CODER_AGENT_URL: workspace.accessUrl,
    CODER_WORKSPACE_TRANSITION: transition,
    CODER_WORKSPACE_NAME: workspace.name,
    CODER_WORKSPACE_ID: workspace.id,
    CODER_WORKSPACE_OWNER: owner.name,
    CODER_WORKSPACE_OWNER_EMAIL: owner.email,
    CODER_WORKSPACE_OWNER_NAME: owner.fullName,
    CODER_WORKSPACE_OWNER_ID: owner.id,
    CODER_WORKSPACE_OWNER_OIDC_ACCESS_TOKEN: owner.oidcAccessToken,
    CODER_WORKSPACE_OWNER_GROUPS: owner.groups.length === 0 ? "null" : goJson(owner.groups),
    CODER_WORKSPACE_OWNER_SSH_PUBLIC_KEY: "",
    CODER_WORKSPACE_OWNER_SSH_PRIVATE_KEY: "",
    CODER_WORKSPACE_OWNER_LOGIN_TYPE: owner.loginType,
    CODER_WORKSPACE_OWNER_RBAC_ROLES: "[]",
    CODER_WORKSPACE_OWNER_SESSION_TOKEN: transition === "start" ? newSessionToken() : "",
    CODER_WORKSPACE_TEMPLATE_ID: workspace.template.id,
    CODER_WORKSPACE_TEMPLATE_NAME: workspace.template.name,
    CODER_WORKSPACE_TEMPLATE_VERSION: workspace.template.version,
    // The plan of a template's import is of no workspace's build (rule 3.10).
    CODER_WORKSPACE_BUILD_ID: workspace.id === "" ? "" : randomUUID(),
    CODER_TASK_ID: "",
    CODER_TASK_PROMPT: "",
    ...(prebuild === "unclaimed" ? { CODER_WORKSPACE_IS_PREBUILD: "true" } : {}),
    ...(prebuild === "claim" ? { CODER_WORKSPACE_IS_PREBUILD_CLAIM: "true" } : {}),
    ...initScripts,
  };
}

/** A key of the owner's own, of each start (rule 4.6); its form is that of Coder's keys. */
function newSessionToken(): string {
  return `${randomBytes(5).toString("hex")}-${randomBytes(11).toString("hex")}`;
}

/** What starts an agent in a machine (rule 3.4): here the harness does, so that it only has to be there. */
const initScripts = Object.fromEntries(
  ["amd64", "arm64", "armv7"].map((arch) => [`CODER_AGENT_SCRIPT_linux_${arch}`, "#!/bin/sh\nexec coder agent\n"]),
);

/** What is set for a plan alone (rule 3.5): a parameter's value, and the one that it had in the build before. */
export function parameterEnvironment(parameters: Parameters, previous: Parameters): Record<string, string> {
  const named = (prefix: string, values: Parameters) =>
    Object.entries(values).map(([name, value]) => [`${prefix}_${sha256(name)}`, value]);
  return Object.fromEntries([...named("CODER_PARAMETER", parameters), ...named("CODER_PARAMETER_PREVIOUS", previous)]);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Go's json.Marshal escapes what HTML could misread (rule 3.3). */
function goJson(value: readonly string[]): string {
  const escapes: Record<string, string> = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026" };
  return JSON.stringify(value).replace(/[<>&]/g, (character) => escapes[character] ?? character);
}
