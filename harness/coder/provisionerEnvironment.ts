import type { Owner, Transition, WorkspaceIdentity } from "./types.ts";

/** What Coder sets for plan and apply: every name always, possibly empty (rules 3.1–3.3). */
export function provisionerEnvironment(
  workspace: WorkspaceIdentity,
  owner: Owner,
  transition: Transition,
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
    CODER_WORKSPACE_OWNER_SESSION_TOKEN: "",
    CODER_WORKSPACE_TEMPLATE_ID: workspace.template.id,
    CODER_WORKSPACE_TEMPLATE_NAME: workspace.template.name,
    CODER_WORKSPACE_TEMPLATE_VERSION: workspace.template.version,
    CODER_WORKSPACE_BUILD_ID: workspace.id,
    CODER_TASK_ID: "",
    CODER_TASK_PROMPT: "",
  };
}

/** Go's json.Marshal escapes what HTML could misread (rule 3.3). */
function goJson(value: readonly string[]): string {
  const escapes: Record<string, string> = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026" };
  return JSON.stringify(value).replace(/[<>&]/g, (character) => escapes[character] ?? character);
}
