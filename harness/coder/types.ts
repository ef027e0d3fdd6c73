/** Who owns the workspace, as Coder knows the person (rules 1.6, 4.1–4.6). */
export interface Owner {
  readonly id: string;
  readonly name: string;
  readonly fullName: string;
  readonly email: string;
  /** In Coder's order, which Coder does not define (rule 4.1). */
  readonly groups: readonly string[];
  readonly loginType: "oidc" | "password" | "github" | "none";
  /** `""` for an owner without an OIDC link (rule 4.2). */
  readonly oidcAccessToken: string;
}

/** What a build is in the life of a prebuilt workspace (rules 1.5, 3.4). */
export type Prebuild = "unclaimed" | "claim";

/** Who owns workspaces that nobody has claimed (rule 4.8). */
export const ownerOfPrebuilds: Owner = {
  id: "c42fdf75-3097-471c-8c33-fb52454d81c0",
  name: "prebuilds",
  fullName: "Prebuilds Owner",
  email: "prebuilds@system",
  groups: ["Everyone"],
  loginType: "none",
  oidcAccessToken: "",
};

export interface WorkspaceIdentity {
  readonly id: string;
  readonly name: string;
  readonly accessUrl: string;
  readonly template: { readonly id: string; readonly name: string; readonly version: string };
}

export type Transition = "start" | "stop" | "destroy";

/** A value of a module's input: data, or a Terraform expression. */
export type Input = string | { readonly expression: string };

/** One `coder_script`, as the agent's manifest has it (rule 2.3). */
export interface Script {
  /** What its log and its folder are named by: new at every build (rule 5.9). */
  readonly logSource: string;
  readonly displayName: string;
  readonly text: string;
  readonly runOnStart: boolean;
  readonly runOnStop: boolean;
  readonly startBlocksLogin: boolean;
  /** `""`: none. The agent's own parser is not the provider's (rule 2.5). */
  readonly cron: string;
  /** Seconds; 0 is none. */
  readonly timeout: number;
  readonly logPath: string;
  /** It is the subject's, not a script of a user's template beside it. */
  readonly isOfSubject: boolean;
}

/** A `coder_parameter` of a template. */
export interface AskedParameter {
  readonly name: string;
  /** It has no default. */
  readonly isRequired: boolean;
}

/** What an agent is told: scripts and variables of the workspace's state, by Coder's own mapping (rules 5.1–5.8). */
export interface Manifest {
  readonly ownerName: string;
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly accessUrl: string;
  readonly agentName: string;
  readonly agentId: string;
  readonly agentToken: string;
  readonly directory: string;
  readonly scripts: readonly Script[];
  readonly environment: Readonly<Record<string, string>>;
}

/** A variable or a script that a template gives the subject's agent beside the subject. */
export interface TemplatePart {
  /** As the configuration has it: `coder_agent.main.env.NAME`, `coder_script.tools`. */
  readonly address: string;
  /** It takes the place of a value that the subject gives the same variable (rules 5.4, 5.6). */
  readonly overrides: boolean;
  readonly isScript: boolean;
  /** The file and the line, where they are known. */
  readonly place?: string;
}

/** What a build came to; a refused plan or apply is an answer, not a failure of the harness. */
export type Build =
  | {
      readonly outcome: "succeeded";
      readonly output: string;
      /** Of each agent that Coder attaches to something, by address. */
      readonly manifests: readonly Manifest[];
      /** That of the agent which modules give something to run; else the first. In a user's template that of the subject's agent, if any. */
      readonly manifest: Manifest | undefined;
      /** What a user's template itself gives that agent. */
      readonly ofTemplate: readonly TemplatePart[];
      /** What Coder leaves out without a word, and why: an agent's script that belongs to no agent, for one. */
      readonly leftOut: readonly string[];
      /** The addresses of what the subject has in the state. */
      readonly resources: readonly string[];
      /** The addresses of what the plan was to change of modules' resources. */
      readonly changes: readonly string[];
      /** What the template has asked for. */
      readonly parameters: readonly AskedParameter[];
      /** Where the template has signed one itself. */
      readonly signedToken?: string;
    }
  | {
      readonly outcome: "refused";
      readonly during: "plan" | "apply";
      readonly output: string;
      readonly diagnostics: string;
      /** The inputs of a module that its own rules have refused. */
      readonly refusedInputs: readonly string[];
    };
