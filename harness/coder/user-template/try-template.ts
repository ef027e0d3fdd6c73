import type { Template } from "../lay-out.ts";
import { createProvisioner } from "../provisioner.ts";
import type { UserTemplate } from "../templates/index.ts";
import { isOfHarness } from "../templates/index.ts";
import { areAllErrors, firstDiagnostic, type TerraformTool } from "../terraform/index.ts";
import type { Build, Owner, WorkspaceIdentity } from "../types.ts";
import { notBuilt, notCalled, notDeclared, parametersLacking, withoutAgent, withoutItsAgent } from "./problems.ts";

const owner: Owner = {
  id: "0b0f9a1c-93c0-4c0e-8d3c-5a1f4c8d7e21",
  name: "trial",
  fullName: "Trial",
  email: "trial@example.com",
  groups: ["developers", "Everyone"],
  loginType: "oidc",
  oidcAccessToken: "eyJhbGciOiJSUzI1NiJ9.e30.dHJpYWw",
};
const workspace: WorkspaceIdentity = {
  id: "7d5b4c0e-3a1f-4f0e-9b8a-2c6d1e0f9a3b",
  name: "trial",
  accessUrl: "https://coder.example.com",
  template: { id: "5c9e2f7a-1b3d-4e6f-8a0c-9d7b5e3f1a2c", name: "trial", version: "v1" },
};

/** What it is tried with. */
export const trialInputs = { vault_addr: "https://vault.example.com:8200", vault_jwt_role: "coder" };

/** What the trial of a template has shown. */
export interface Trial {
  /** The name of the agent that the subject's script is for, where it is declared in the root. */
  readonly agent?: string;
  /** A workspace that is stopped still has something of the subject's; unknown where Terraform refuses the subject. */
  readonly leavesAtStop?: boolean;
}

/**
 * Builds and stops one workspace of a user's template; `addresses` are those of what is built. Where Terraform refuses
 * what the subject declares, the scenarios are to tell.
 *
 * @throws WrongInput `template.*`
 */
export async function tryTemplate(
  tool: TerraformTool,
  template: Template & { readonly user: UserTemplate },
  addresses: readonly string[],
): Promise<Trial> {
  const provisioner = await createProvisioner(tool, template, `${template.folder}-trial`);
  const change = { owner, workspace, instances: [trialInputs] };
  const build = await provisioner.build({ ...change, transition: "start" });
  const { call, parameters } = template.user;
  if (build.outcome === "succeeded") {
    const agent = agentOf(build, template.user, addresses);
    const stopped = await provisioner.build({ ...change, transition: "stop" });
    const left = stopped.outcome === "succeeded" ? { leavesAtStop: stopped.resources.length > 0 } : {};
    return { ...(agent === undefined ? {} : { agent }), ...left };
  }
  const isOfSubject = (place: string) => isOfHarness(place) || place.startsWith(`module.${call}`);
  if (areAllErrors(build.output, isOfSubject)) return {};
  throw notBuilt(build.during, firstDiagnostic(build.output) ?? build.diagnostics, JSON.stringify(parameters));
}

function agentOf(
  { parameters: asked, manifest, manifests, resources, leftOut }: Build & { readonly outcome: "succeeded" },
  { call, parameters: chosen }: UserTemplate,
  addresses: readonly string[],
): string | undefined {
  const names = asked.map(({ name }) => name);
  const unknown = Object.keys(chosen).filter((name) => !names.includes(name));
  if (unknown.length > 0) throw notDeclared("parameter", unknown, names);
  const lacking = asked.filter(({ name, isRequired }) => isRequired && chosen[name] === undefined);
  if (lacking.length > 0) throw parametersLacking(lacking.map(({ name }) => name));
  if (manifests.length === 0) throw withoutAgent(leftOut.filter((one) => !one.startsWith(`module.${call}`)));
  if (resources.length === 0) throw notCalled(call);
  const stray = leftOut.filter((one) => one.startsWith(`module.${call}`));
  if (manifest === undefined && stray.length > 0) throw withoutItsAgent(call, stray);
  const agent = manifest?.agentName ?? "";
  return addresses.includes(`coder_agent.${agent}`) ? agent : undefined;
}
