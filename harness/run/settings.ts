import type { Input, TerraformTool, UserTemplate } from "../coder/index.ts";
import type { AgentKind, RuntimeKind } from "../model/index.ts";
import type { DockerPreparation } from "../runtime/docker/index.ts";
import type { ServerProgram } from "../vault/index.ts";
import type { RsaKeys } from "./rsa-keys.ts";
import type { ServerDefectName } from "./server-defects.ts";

/** Where a scenario's JWT comes from. */
export type TokenKind = "oidc" | "custom";

/** What a run has settled before the first scenario starts; plain data, given to every worker. */
export interface RunSettings {
  readonly id: string;
  readonly folder: string;
  readonly keep?: boolean;
  readonly runtime: RuntimeKind;
  /** What was made ready at the daemon (docker only). */
  readonly docker?: DockerPreparation;
  readonly agent: AgentKind;
  /** The executable of Coder, whose own agent workspaces run; default: the harness's imitation of it. */
  readonly coderAgent?: string;
  /** The executable of Coder, whose own server builds workspaces; default: the harness's imitation of its provisioner. */
  readonly coderServer?: string;
  readonly cell: string;
  readonly server: ServerProgram;
  /** The executable that stand-ins in workspaces hand every call to. */
  readonly realCli: string;
  readonly terraform: Pick<TerraformTool, "executable" | "cliConfig" | "reads" | "confinement">;
  /** HashiCorp's own archives of the CLI, where they were available. */
  readonly genuineArchives: readonly string[];
  readonly rsaKeys: RsaKeys;
  readonly subjects: readonly SubjectSettings[];
  /** The folder of Terraform roots, one for each example of the README. */
  readonly examples: string;
  /** What is wrong with the Vault on purpose, in a run that checks the harness. */
  readonly serverDefect?: ServerDefectName;
  /** The kinds of token that each requirement is planned with; default: all. */
  readonly tokensOf?: Readonly<Record<string, readonly (TokenKind | "none")[]>>;
}

/** A module that scenarios run against. */
export interface SubjectSettings {
  readonly name: string;
  /** The folder of the initialised template. */
  readonly template: string;
  /** What is known of the template, where it is the user's own. */
  readonly user?: UserTemplate;
  /** The folder of the initialised custom JWT example, where its own providers are available. */
  readonly signingTemplate?: string;
  /** Names of the inputs that it declares. */
  readonly variables: readonly string[];
  /** What it is given of inputs that the harness does not know. */
  readonly inputs?: Readonly<Record<string, Input>>;
  /** What it is tried against: requirements (`ENV-02`), or single scenarios of one (`ENV-02 homes`); default: all of the run. */
  readonly only?: readonly string[];
}

/** Whether a scenario is among those that a subject is tried against. */
export function isTriedAgainst(
  { only }: Pick<SubjectSettings, "only">,
  { requirement, scenario }: { readonly requirement: string; readonly scenario: string },
): boolean {
  return only?.some((word) => word === requirement || word === `${requirement} ${scenario}`) ?? true;
}

declare module "vitest" {
  interface ProvidedContext {
    run: RunSettings;
  }
}
