import type { Claims } from "./json.ts";

/** What Terraform knows of a workspace when it makes the README's custom token. */
export interface ReadmeValues {
  readonly issuer: string;
  readonly audience: string;
  readonly workspace: {
    readonly id: string;
    readonly name: string;
    readonly accessUrl: string;
    readonly accessPort: number;
  };
  readonly template: { readonly id: string; readonly name: string; readonly version: string };
  readonly owner: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly loginType: string;
    readonly groups: readonly string[];
  };
  readonly agentId: string;
  readonly provisioner: { readonly id: string; readonly arch: string; readonly os: string };
  /** Seconds since 1970 (RFC 7519, NumericDate). */
  readonly issuedAt: number;
}

/** The claims of the README's example "use a custom jwt token", no more and no fewer: it has `iat`, but no `exp`. */
export function readmeClaims(values: ReadmeValues): Claims {
  const { workspace, template, owner, provisioner } = values;
  return {
    iss: values.issuer,
    sub: workspace.id,
    aud: values.audience,
    iat: values.issuedAt,
    agent: values.agentId,
    provisioner: provisioner.id,
    provisioner_arch: provisioner.arch,
    provisioner_os: provisioner.os,
    workspace: workspace.id,
    workspace_url: workspace.accessUrl,
    workspace_port: workspace.accessPort,
    workspace_name: workspace.name,
    template: template.id,
    template_name: template.name,
    template_version: template.version,
    owner: owner.id,
    owner_name: owner.name,
    owner_email: owner.email,
    owner_login_type: owner.loginType,
    owner_groups: owner.groups,
  };
}
